/** What the word being typed could mean in the made-up vault, by a part of it or by the pinyin of what tests type. */
import type { NameMatch, Suggestion } from '../types';
import type { Category, Kept } from './library';
import { fold, NAMES } from './query';
import type { Thread } from './vault';

/** Readings of the characters that tests spell. The engine knows all of them. */
const READINGS: Record<string, string> = {
  导: 'dao',
  出: 'chu',
  入: 'ru',
  锁: 'suo',
  定: 'ding',
  上: 'shang',
  个: 'ge',
  月: 'yue',
  发: 'fa',
  件: 'jian',
  人: 'ren',
  小: 'xiao',
  林: 'lin',
  客: 'ke',
  服: 'fu',
  物: 'wu',
  流: 'liu',
  包: 'bao',
  裹: 'guo',
};

/** Where a name holds what is typed. */
function place(word: string, name: string): [number, number] | undefined {
  const [sought, chars] = [fold(word), [...fold(name)]];
  const at = chars.join('').indexOf(sought);
  if (at >= 0) return [at, at + [...sought].length];
  for (let from = 0; from < chars.length; from += 1) {
    const to = spelt(chars, from, sought);
    if (to !== undefined) return [from, to];
  }
  return undefined;
}

function spelt(chars: string[], at: number, rest: string): number | undefined {
  if (rest === '') return at;
  const char = chars[at];
  if (char === undefined) return undefined;
  const reading = READINGS[char] ?? char;
  if (reading.startsWith(rest)) return at + 1;
  for (const part of [reading, reading.charAt(0)]) {
    const end = rest.startsWith(part) ? spelt(chars, at + 1, rest.slice(part.length)) : undefined;
    if (end !== undefined) return end;
  }
  return undefined;
}

export function matchNames(word: string, names: string[]): NameMatch[] {
  return names.flatMap((name, index) => {
    const mark = place(word, name);
    return mark ? [{ index, marks: [mark] }] : [];
  });
}

export function suggest(
  threads: Thread[],
  categories: Category[],
  saved: Kept[],
  word: string,
  limit: number,
): Suggestion[] {
  const quote = (v: string) => (/\s/.test(v) ? `"${v}"` : v);
  const from = new Set(threads.flatMap((t) => t.detail.row.participants.map((p) => p.name)));
  const tags = new Set(threads.flatMap((t) => t.detail.row.tags));
  const tickets = new Set(threads.flatMap((t) => t.detail.row.ticket ?? []));
  const platforms = new Set(threads.map((t) => t.detail.row.platform));
  const of = (kind: string, labels: Iterable<string>) =>
    [...labels].map((label) => ({ kind, label, text: `${kind}:${quote(label)}`, marks: [] }));
  const all: Suggestion[] = [
    ...of('date', ['今天', '上个月', '今年']),
    { kind: 'date', label: '2023年8月', text: 'date:2023-08', marks: [] },
    ...of('tag', tags),
    ...of('from', from),
    ...of(
      'category',
      categories.map(({ name }) => name),
    ),
    ...of('on', platforms),
    ...saved.map(({ name, query }) => ({ kind: 'saved', label: name, text: query, marks: [] })),
    ...of('ticket', tickets),
  ];
  const [, name = '', rest = ''] = /^([^:：]+)[:：]["“]?(.*)$/.exec(word) ?? [];
  const kind = NAMES[name];
  const filters = Object.keys(NAMES).map((label) => ({
    kind: 'filter',
    label,
    text: `${label}:`,
    marks: [],
  }));
  const offered = kind
    ? all.filter((one) => one.kind === kind)
    : [...filters.filter(({ label }) => place(word, label)?.[0] === 0), ...all];
  return offered
    .flatMap((one) => {
      const mark = place(kind ? rest : word, one.label);
      return mark ? [{ ...one, marks: [mark].filter(([a, b]) => a < b) }] : [];
    })
    .slice(0, limit);
}
