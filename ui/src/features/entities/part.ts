/** What was recognised, as the part of a query that finds it everywhere. */

/** Kinds that have a filter for their value; of the others the words are looked for. */
const FILTERS = new Set(['order', 'tracking', 'invoice', 'phone', 'email']);

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

export function part(kind: string, value: string, written: string): string {
  if (kind === 'amount') return `amount:${value.split(' ').at(-1) ?? ''}`;
  return FILTERS.has(kind) ? `${kind}:${quoted(value)}` : quoted(written);
}
