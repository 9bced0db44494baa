/** Questions to the made-up vault: counts, lists, time line. */
import type {
  ApiError,
  AskTimeline,
  FacetCount,
  Facets,
  ConversationPage,
  ConversationRow,
  Find,
  Overview,
  QueryPart,
  RelatedRow,
  Timeline,
  TranscriptMessage,
} from '../types';
import { marks, matches, parse } from './query';
import type { Thread } from './vault';

/** A search that is kept. */
export type Kept = { id: string; name: string; query: string };
export type Category = { id: string; name: string; color: number; baseline: number | null };

export function overview(threads: Thread[], categories: Category[], saved: Kept[]): Overview {
  const rows = threads.map((t) => t.detail.row);
  const categorised = rows.filter((row) => row.category).length;
  return {
    conversations: threads.length,
    messages: rows.reduce((all, row) => all + row.messages, 0),
    starred: rows.filter((row) => row.starred).length,
    platforms: tally(rows.flatMap((row) => Array<string>(row.messages).fill(row.platform))).map(
      ([platform, count]) => ({ platform, count }),
    ),
    categories: categories.map((c) => {
      const count = rows.filter((row) => row.category?.id === c.id).length;
      return { ...c, count, share: categorised > 0 ? Math.round((count / categorised) * 100) : null };
    }),
    tags: tally(threads.flatMap((t) => [...t.detail.row.tags, ...t.messages.flatMap((m) => m.tags)])).map(
      ([name, count]) => ({ name, count }),
    ),
    tickets: rows.flatMap((row) => (row.ticket ? [{ name: row.ticket, count: 1 }] : [])),
    saved: saved.map((one) => ({ ...one, ...understood(one.query) })),
    zone: 'Asia/Shanghai',
    pending: 0,
    last_import: threads.length > 0 ? '2023-09-01T03:00:00+08:00' : null,
  };
}

function understood(query: string): { text: string | null; error: ApiError | null } {
  try {
    return { text: parse(query).text, error: null };
  } catch (error) {
    return { text: null, error: error as ApiError };
  }
}

function tally(names: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

export function find(threads: Thread[], { query, order, offset, limit }: Find): ConversationPage {
  const parsed = parse(query);
  const newest = order === 'newest';
  const rows = threads
    .map((t) => ({ t, hits: t.messages.filter((m) => matches(parsed.parts, t, m)) }))
    .filter(({ hits }) => hits.length > 0)
    .map(({ t, hits }) => row(t, hits, parsed.parts, newest))
    .sort((a, b) => (a.top?.sent_at ?? '').localeCompare(b.top?.sent_at ?? '') * (newest ? -1 : 1));
  return {
    total: rows.length,
    pending: 0,
    messages_total: rows.reduce((all, r) => all + r.hits, 0),
    took_ms: 0.8,
    parsed,
    conversations: rows.slice(offset, offset + limit),
  };
}

function row(t: Thread, hits: TranscriptMessage[], parts: QueryPart[], newest: boolean): ConversationRow {
  const top = (newest ? hits.at(-1) : hits[0])!;
  const text = top.text || (top.attachments[0]?.name ?? '');
  return {
    ...structuredClone(t.detail.row),
    hits: hits.length,
    top: {
      message: top.id,
      seq: top.seq,
      sent_at: top.sent_at,
      sender: top.sender,
      kind: top.kind,
      text,
      marks: marks(parts, text),
    },
  };
}

const DAY = 86_400_000;

export function timeline(threads: Thread[], { query, bars, from, to }: AskTimeline): Timeline {
  const { parts } = parse(query);
  const dated = threads.flatMap((t) =>
    t.messages.map((m) => ({
      at: Date.parse(`${m.sent_at?.slice(0, 10)}T00:00:00Z`),
      match: matches(parts, t, m),
    })),
  );
  if (dated.length === 0) return { bars: [] };
  const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const first = from === null ? Math.min(...dated.map((d) => d.at)) : midnight(from);
  const last = to === null ? Math.max(...dated.map((d) => d.at)) : midnight(to);
  const span = (last - first) / DAY + 1;
  const width = Math.ceil(span / bars);
  const iso = (day: number) => new Date(first + day * DAY).toISOString().slice(0, 10);
  const out = Array.from({ length: Math.ceil(span / width) }, (_, i) => ({
    from: iso(i * width),
    to: iso(Math.min(i * width + width, span) - 1),
    all: 0,
    matching: 0,
  }));
  for (const { at, match } of dated) {
    const bar = out[Math.floor((at - first) / DAY / width)];
    if (!bar || at > last) continue;
    bar.all += 1;
    if (match) bar.matching += 1;
  }
  return { bars: out };
}

export function facets(threads: Thread[], query: string): Facets {
  const { parts } = parse(query);
  const found = threads
    .map((t) => ({ row: t.detail.row, hits: t.messages.filter((m) => matches(parts, t, m)) }))
    .filter(({ hits }) => hits.length > 0);
  const by = (names: (row: ConversationRow) => string[]): FacetCount[] => {
    const counts = new Map<string, FacetCount>();
    for (const { row, hits } of found)
      for (const name of names(row)) {
        const { messages, conversations } = counts.get(name) ?? { messages: 0, conversations: 0 };
        counts.set(name, { name, messages: messages + hits.length, conversations: conversations + 1 });
      }
    return [...counts.values()].sort((a, b) => b.messages - a.messages);
  };
  const months = tally(found.flatMap(({ hits }) => hits.flatMap((m) => m.sent_at?.slice(0, 7) ?? [])));
  return {
    platforms: by((row) => [row.platform]),
    people: by((row) => row.participants.map(({ name }) => name)),
    categories: by((row) => (row.category ? [row.category.name] : [])),
    tags: by((row) => row.tags),
    tickets: by((row) => (row.ticket ? [row.ticket] : [])),
    months: months
      .map(([month, messages]) => ({ month, messages }))
      .sort((a, b) => (a.month < b.month ? -1 : 1)),
  };
}

/** Conversations in which somebody of the same name wrote. */
export function related(threads: Thread[], to: string, limit: number): RelatedRow[] {
  const own = threads.find((t) => t.detail.row.id === to || t.messages.some(({ id }) => id === to));
  const names = new Set(own?.detail.row.participants.map(({ name }) => name));
  return threads
    .filter((t) => t !== own)
    .map(({ detail: { row } }) => ({
      row,
      values: [],
      people: row.participants.map(({ name }) => name).filter((name) => names.has(name)),
      percent: 0,
    }))
    .filter(({ people }) => people.length > 0)
    .slice(0, limit);
}
