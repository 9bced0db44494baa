/** Parts of a query as people read them. */
import type { QueryPart, Suggestion } from '../../backend';
import { month, span, t, tcode, words, type Key } from '../../i18n';

/** Longer proposals say no more. */
const NAME_LENGTH = 40;

const VALUES: Record<string, string> = { on: 'platform', role: 'role' };

/** The name of a filter. */
export function kindName(kind: string): string {
  return tcode('chip', kind, 'chip.word');
}

/** A suggestion as people read it. */
export function shown({ kind, label }: Suggestion): string {
  return kind === 'filter' ? `${label}:` : valueName(kind, label);
}

/** What of it is meant; nothing where it is shown by another name. */
export function marksOf(suggestion: Suggestion): Suggestion['marks'] {
  return shown(suggestion).startsWith(suggestion.label) ? suggestion.marks : [];
}

/** A filter as it stands in a query. */
export function partText(kind: string, value: string): string {
  return `${kind}:${/[\s()（）"“「]/.test(value) ? JSON.stringify(value) : value}`;
}

/** A name for what is being looked for, in plain words, that no other search has. */
export function proposedName(
  { chips, draft }: { chips: QueryPart[]; draft: string },
  taken: string[],
): string {
  const values = chips.map(({ kind, value, negated }) =>
    negated ? `${t('search.not')} ${valueName(kind, value)}` : valueName(kind, value),
  );
  const name = [...values, draft.trim()].filter(Boolean).join(' ').slice(0, NAME_LENGTH);
  const free = (n: number): string => (taken.includes(`${name} ${n}`) ? free(n + 1) : `${name} ${n}`);
  return taken.includes(name) ? free(2) : name;
}

/** The value of a filter, with stable names and dates put into words. */
export function valueName(kind: string, value: string): string {
  if (kind === 'date' || kind === 'after' || kind === 'before') return dateName(value);
  if (kind === 'has') return named(['has', 'kind'], value);
  if (kind === 'is') return named(['is', 'kind'], value);
  if (kind === 'amount') return amountName(value);
  const section = VALUES[kind];
  return section ? named([section], value) : value;
}

/** The words of a value in the first section that knows it. */
function named(sections: string[], value: string): string {
  return sections.map((section) => words(section, value)).find((found) => found !== value) ?? value;
}

/** A range of sums as it is written in print. */
function amountName(value: string): string {
  return value
    .replace(/^>=/, '≥ ')
    .replace(/^<=/, '≤ ')
    .replace(/^([<>])/, '$1 ')
    .replace(/^\.\./, '≤ ')
    .replace(/^(.+)\.\.$/, '≥ $1')
    .replace('..', '–');
}

/** The words for days that both languages know, by what they are called here. */
const RELATIVE: Record<string, string[]> = {
  today: ['今天', '今日', 'today'],
  yesterday: ['昨天', '昨日', 'yesterday'],
  day_before: ['前天'],
  this_week: ['本周', '这周', 'this-week'],
  last_week: ['上周', 'last-week'],
  this_month: ['本月', '这个月', 'this-month'],
  last_month: ['上个月', '上月', 'last-month'],
  this_year: ['今年', 'this-year'],
  last_year: ['去年', 'last-year'],
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A day with a clock. */
const MINUTE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})$/;

function dateName(value: string): string {
  if (DAY.test(value)) return span(value, value);
  if (/^\d{4}-\d{2}$/.test(value)) return month(value);
  const [, day, clock] = MINUTE.exec(value) ?? [];
  if (day && clock) return `${span(day, day)} ${clock}`;
  const last = /^(?:last:|最近|近)(\d+)(?:d|天|日)$/.exec(value);
  if (last) return t('date.last_days', { n: Number(last[1]) });
  const relative = Object.keys(RELATIVE).find((name) => RELATIVE[name]?.includes(value.toLowerCase()));
  if (relative) return tcode('date', relative, 'date.undated');
  const [from = '', to] = value.split('..');
  if (to === undefined) return value;
  if (DAY.test(from) && DAY.test(to)) return span(from, to);
  if (MINUTE.test(from) && MINUTE.test(to)) return `${dateName(from)} – ${dateName(to)}`;
  const one: [Key, string] | undefined =
    to === '' && DAY.test(from)
      ? ['date.after', from]
      : from === '' && DAY.test(to)
        ? ['date.before', to]
        : undefined;
  return one ? t(one[0], { day: span(one[1], one[1]) }) : value;
}
