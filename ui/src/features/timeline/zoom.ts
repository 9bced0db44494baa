/** Which days the time line spreads over: nearer, farther, along. */
import { addDays, countDays, type DayRange } from '../../lib/days';

/** The fewest days that fill the time line. */
const NEAREST = 14;

/** Half as many days, about the place `at` of them, 0 to 1. */
export function nearer(view: DayRange, whole: DayRange, at: number): DayRange {
  return about(view, whole, at, Math.max(NEAREST, Math.round(length(view) / 2)));
}

/** Twice as many. */
export function farther(view: DayRange, whole: DayRange, at: number): DayRange {
  return about(view, whole, at, length(view) * 2);
}

/** As many days, later by a share of them. */
export function along(view: DayRange, whole: DayRange, share: number): DayRange {
  const size = length(view);
  return placed(countDays(whole.from, view.from) - 1 + Math.round(share * size), size, whole);
}

/** The days chosen, with as many around them as are the fewest. */
export function onto({ from, to }: DayRange, whole: DayRange): DayRange {
  const days = length({ from, to });
  const size = Math.max(NEAREST, days);
  return placed(countDays(whole.from, from) - 1 - Math.floor((size - days) / 2), size, whole);
}

export function same(a: DayRange, b: DayRange): boolean {
  return a.from === b.from && a.to === b.to;
}

function about(view: DayRange, whole: DayRange, at: number, size: number): DayRange {
  const under = countDays(whole.from, view.from) - 1 + at * length(view);
  return placed(Math.round(under - at * size), size, whole);
}

/** So many days from the `start`th of the whole, moved and cut so that they lie within it. */
function placed(start: number, size: number, whole: DayRange): DayRange {
  const all = length(whole);
  const fits = Math.min(size, all);
  const first = Math.max(0, Math.min(start, all - fits));
  return { from: addDays(whole.from, first), to: addDays(whole.from, first + fits - 1) };
}

function length({ from, to }: DayRange): number {
  return countDays(from, to);
}
