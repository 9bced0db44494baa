/** Date expressions of the made-up engine: the forms the window writes, and a few words. */
import { addDays, addMonths, localToday, type DayRange } from '../../lib/days';

const lastOfMonth = (month: string): string => addDays(addMonths(month, 1), -1);

/** The first and last day that one side of a date filter names; `undefined` for words only the engine knows. */
function side(text: string): DayRange | undefined {
  if (/^\d{4}$/.test(text)) return { from: `${text}-01-01`, to: `${text}-12-31` };
  if (/^\d{4}-\d{2}$/.test(text)) return { from: `${text}-01`, to: lastOfMonth(text) };
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { from: text, to: text } : undefined;
}

/** The days of a date filter's value. */
export function dayRange(value: string, today = localToday()): DayRange | undefined {
  const last = /^last:(\d{1,5})d$/.exec(value);
  if (last) return { from: addDays(today, 1 - Number(last[1])), to: today };
  if (value === 'this-year' || value === '今年') return side(today.slice(0, 4));
  if (value === 'last-month' || value === '上个月') return side(addMonths(today, -1).slice(0, 7));
  if (value === 'today' || value === '今天') return side(today);
  const [from = '', to] = value.split('..');
  if (to === undefined) return side(from);
  const first = from === '' ? '0000-01-01' : side(from)?.from;
  const end = to === '' ? '9999-12-31' : side(to)?.to;
  return first && end ? { from: first, to: end } : undefined;
}
