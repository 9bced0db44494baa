/** What an export of the made-up vault would hold. */
import type { ExportPreview, ExportRequest } from '../types';
import { matches, parse } from './query';
import type { Thread } from './vault';

export function previewed(request: ExportRequest, threads: Thread[], existing: string[]): ExportPreview {
  const { parts } = parse(
    [request.query, request.from || request.to ? `date:${request.from ?? ''}..${request.to ?? ''}` : '']
      .join(' ')
      .trim(),
  );
  const among = threads.filter(
    (t) => request.conversations.length === 0 || request.conversations.includes(t.detail.row.id),
  );
  const kept = among
    .map((t) => ({ t, hits: t.messages.filter((m) => matches(parts, t, m)) }))
    .filter(({ hits }) => hits.length > 0);
  const times = kept.flatMap(({ hits }) => hits.map((m) => m.sent_at ?? '')).sort();
  const omitted = kept.flatMap(({ t, hits }) => {
    const row = t.detail.row;
    const left = row.messages - hits.length;
    const base = { conversation: row.title, of: row.messages };
    return [
      ...(left > 0 ? [{ ...base, code: 'not_matched', count: left, detail: '' }] : []),
      ...t.detail.sources
        .filter((s) => s.partial.length > 0)
        .map((s) => ({ ...base, code: 'source_partial', count: 0, detail: s.partial.join(', ') })),
    ];
  });
  return {
    messages: times.length,
    conversations: kept.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    complete: omitted.length > 0 ? 'PARTIAL' : 'FULL',
    omitted,
    suggested_name: '言据-2023-08',
    existing: request.outputs.map(({ path }) => path).filter((path) => existing.includes(path)),
  };
}
