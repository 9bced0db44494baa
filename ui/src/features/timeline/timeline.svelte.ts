/** The density of what matches, without the dates being brushed: over the whole span of the vault, or a part of it. */
import type { Backend, TimelineBar } from '../../backend';
import { addDays, type DayRange } from '../../lib/days';
import { latest } from '../../lib/latest';
import { along, farther, nearer, onto, same } from './zoom';

const BARS = 120;
/** The most bars the engine gives: single days for five years, spans of a few days beyond. */
const MOST = 2000;

export class Timeline {
  bars = $state.raw<TimelineBar[]>([]);
  /** From the first to the last dated day of the vault. */
  whole = $state.raw<DayRange>();
  /** Whether the bars here are of the whole span. */
  shows = $state<'all' | 'part'>('all');
  /** The days looked at; `undefined` for the whole span. */
  near = $state.raw<DayRange>();
  /** Shows the bars of a query; of quick changes only the last is answered. */
  readonly ask;

  constructor(private readonly backend: Backend) {
    this.ask = latest(
      async (query: string, near: DayRange | undefined) => {
        const days = { from: near?.from ?? null, to: near?.to ?? null };
        return { near, ...(await backend.timeline({ query, bars: BARS, ...days })) };
      },
      ({ near, bars }) => {
        this.bars = bars;
        this.shows = near ? 'part' : 'all';
        const [first, last] = [bars[0], bars.at(-1)];
        if (!near) this.whole = first && last && { from: first.from, to: last.to };
      },
      // A query that is not understood keeps the bars it had; the search field says why.
      () => undefined,
    );
  }

  /** Whether there are fewer days to look at. */
  get canNear(): boolean {
    return this.#moved((view, whole) => nearer(view, whole, 0.5)) !== undefined;
  }

  /** Onto the days chosen, if those are a part of what is looked at; else in two, about the place `at`, 0 to 1. */
  zoomIn(at: number, chosen?: DayRange): void {
    this.#look((view, whole) => {
      const inside = chosen && chosen.from >= view.from && chosen.to <= view.to;
      const target = inside ? onto(chosen, whole) : view;
      return same(target, view) ? nearer(view, whole, at) : target;
    });
  }

  zoomOut(at: number): void {
    this.#look((view, whole) => farther(view, whole, at));
  }

  /** Along the time line by a share of what is looked at. */
  pan(share: number): void {
    this.#look((view, whole) => along(view, whole, share));
  }

  /** The days that may be chosen, with how many messages match on them; a bar of several days counts for each. */
  async daily(query: string): Promise<Map<string, number>> {
    const { bars } = await this.backend.timeline({ query, bars: MOST, from: null, to: null });
    const days = new Map<string, number>();
    for (const { from, to, matching } of bars) {
      for (let day = from; matching > 0 && day <= to; day = addDays(day, 1)) days.set(day, matching);
    }
    return days;
  }

  #look(change: (view: DayRange, whole: DayRange) => DayRange): void {
    const view = this.#moved(change);
    if (view) this.near = this.whole && same(view, this.whole) ? undefined : view;
  }

  /** The other days to look at, if they are others. */
  #moved(change: (view: DayRange, whole: DayRange) => DayRange): DayRange | undefined {
    if (!this.whole) return undefined;
    const view = this.near ?? this.whole;
    const moved = change(view, this.whole);
    return same(moved, view) ? undefined : moved;
  }
}
