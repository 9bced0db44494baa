/** A small stand-in for the query language: words, phrases, negation, filters; groups are kept but match all. */
import { addDays, type OpenRange } from '../../lib/days';
import type { ApiError, ParsedQuery, QueryPart, TranscriptMessage } from '../types';
import { dayRange } from './days';
import type { Thread } from './vault';

export const NAMES: Record<string, string> = {
  from: 'from',
  发件人: 'from',
  with: 'with',
  对话人: 'with',
  in: 'in',
  会话: 'in',
  on: 'on',
  平台: 'on',
  role: 'role',
  角色: 'role',
  tag: 'tag',
  关键词: 'tag',
  ticket: 'ticket',
  编号: 'ticket',
  category: 'category',
  分类: 'category',
  has: 'has',
  含: 'has',
  date: 'date',
  日期: 'date',
  after: 'after',
  before: 'before',
  is: 'is',
  amount: 'amount',
  金额: 'amount',
  order: 'order',
  订单号: 'order',
  tracking: 'tracking',
  invoice: 'invoice',
  phone: 'phone',
  email: 'email',
  是: 'is',
};

const invalid = (position: number, problem: string): ApiError => ({
  code: 'query_invalid',
  params: { position: String(position), problem },
  detail: '',
});

/** The days of a filter, as the engine gives them. */
function days(kind: string, value: string): OpenRange {
  const range = dayRange(value);
  if (!range || !['date', 'after', 'before'].includes(kind)) return { from: null, to: null };
  if (kind === 'before') return { from: null, to: addDays(range.from, -1) };
  const from = range.from === '0000-01-01' ? null : range.from;
  return { from, to: kind === 'after' || range.to === '9999-12-31' ? null : range.to };
}

const whole = { from: null, to: null };

const quoted = (value: string): string => (/[\s()]/.test(value) ? `"${value}"` : value);

export function parse(text: string): ParsedQuery {
  const parts: QueryPart[] = [];
  const token = /\s*(-?)(?:\(([^)]*)\)|([^\s:："(]+)[:：](?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+))/gy;
  let at = 0;
  while (at < text.trimEnd().length) {
    token.lastIndex = at;
    const m = token.exec(text);
    if (!m) throw invalid(at, 'unexpected_token');
    at = token.lastIndex;
    parts.push(part(m, at));
  }
  return { text: parts.map((p) => p.text).join(' '), parts };
}

function part(m: RegExpExecArray, end: number): QueryPart {
  const [, minus, group, name, long, short, phrase, word] = m;
  const negated = minus === '-';
  if (group !== undefined)
    return { kind: 'group', text: `${minus}(${group})`, value: group, negated, ...whole };
  const filter = name === undefined ? undefined : NAMES[name];
  if (filter) {
    const value = long ?? short ?? '';
    if (value === '') throw invalid(end, 'empty_value');
    return {
      kind: filter,
      text: `${minus}${filter}:${quoted(value)}`,
      value,
      negated,
      ...days(filter, value),
    };
  }
  const value = phrase ?? word ?? (name === undefined ? '' : `${name}:${long ?? short ?? ''}`);
  if (value.startsWith('"')) throw invalid(end, 'unclosed_quote');
  return { kind: 'word', text: `${minus}${quoted(value)}`, value, negated, ...whole };
}

/** Width and case do not matter, as in the engine. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

export function matches(parts: QueryPart[], thread: Thread, message: TranscriptMessage): boolean {
  return parts.every((p) => holds(p, thread, message) !== p.negated);
}

function holds({ kind, value, from, to }: QueryPart, { detail }: Thread, m: TranscriptMessage): boolean {
  const { row } = detail;
  switch (kind) {
    case 'word':
      return fold(m.text).includes(fold(value));
    case 'from':
      return m.sender.includes(value);
    case 'with':
      return row.participants.some((p) => p.name.includes(value));
    case 'in':
      return row.title.includes(value) || row.id === value;
    case 'on':
      return row.platform === value;
    case 'role':
      return m.role === value;
    case 'tag':
      return row.tags.includes(value) || m.tags.includes(value);
    case 'ticket':
      return (row.ticket ?? '').includes(value) || (m.ticket ?? '').includes(value);
    case 'category':
      return row.category?.name === value || m.category?.name === value;
    case 'has':
      return value === 'attachment' ? m.attachments.length > 0 : m.kind === value;
    case 'order':
    case 'tracking':
    case 'invoice':
    case 'phone':
    case 'email':
      return m.text.includes(value);
    case 'amount':
      return new RegExp(`${value.replace(/\.00$/, '(?:\\.00)?')} ?元`).test(m.text);
    case 'is':
      return value === 'starred'
        ? row.starred || m.starred
        : value === 'recalled'
          ? m.recalled
          : m.kind === value;
    case 'date':
    case 'after':
    case 'before': {
      const day = m.sent_at?.slice(0, 10) ?? '';
      return (from === null || day >= from) && (to === null || day <= to);
    }
    default:
      return true;
  }
}

/** Ranges, in Unicode scalar values, of the words of the query in a text. */
export function marks(parts: QueryPart[], text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const { value } of parts.filter((p) => p.kind === 'word' && !p.negated)) {
    const at = fold(text).indexOf(fold(value));
    if (at >= 0) {
      const start = [...text.slice(0, at)].length;
      found.push([start, start + [...value].length]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]);
}
