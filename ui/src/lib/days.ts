/** Days as text, `YYYY-MM-DD`: counting. */

export interface DayRange {
  from: string;
  to: string;
}

/** Days of which either end may be open. */
export interface OpenRange {
  from: string | null;
  to: string | null;
}

/** The range within `bounds`: open ends are theirs. */
export function closed({ from, to }: OpenRange, bounds: DayRange): DayRange {
  const start = from ?? (to !== null && to < bounds.from ? to : bounds.from);
  return { from: start, to: to ?? (start > bounds.to ? start : bounds.to) };
}

/** The day `n` days after. */
export function addDays(iso: string, n: number): string {
  const at = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + n);
  return at.toISOString().slice(0, 10);
}

/** How many days from one to another, both counted. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;
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
