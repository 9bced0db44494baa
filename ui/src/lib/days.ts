/** Days as text, `YYYY-MM-DD`: counting and the few relative ranges the window itself offers. */

export interface DayRange {
  from: string;
  to: string;
}

/** The day `n` days after. */
export function addDays(iso: string, n: number): string {
  const at = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + n);
  return at.toISOString().slice(0, 10);
}

/** Today on this computer's calendar. */
export function localToday(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The first day of the month `n` months after the one of `iso`. */
export function addMonths(iso: string, n: number): string {
  const at = new Date(`${iso.slice(0, 7)}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + n);
  return at.toISOString().slice(0, 10);
}

const lastOfMonth = (month: string): string => addDays(addMonths(month, 1), -1);

/** The first and last day that one side of a date filter names; `undefined` for words only the engine knows. */
function side(text: string): DayRange | undefined {
  if (/^\d{4}$/.test(text)) return { from: `${text}-01-01`, to: `${text}-12-31` };
  if (/^\d{4}-\d{2}$/.test(text)) return { from: `${text}-01`, to: lastOfMonth(text) };
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { from: text, to: text } : undefined;
}

/** The days of a date filter's value, for showing the brush. */
export function dayRange(value: string, today = localToday()): DayRange | undefined {
  const last = /^last:(\d{1,5})d$/.exec(value);
  if (last) return { from: addDays(today, 1 - Number(last[1])), to: today };
  if (value === 'this-year') return side(today.slice(0, 4));
  const [from = '', to] = value.split('..');
  if (to === undefined) return side(from);
  const first = from === '' ? '0000-01-01' : side(from)?.from;
  const end = to === '' ? '9999-12-31' : side(to)?.to;
  return first && end ? { from: first, to: end } : undefined;
}
