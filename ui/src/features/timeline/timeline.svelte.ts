/** The density of what matches over the whole span of the vault, without the dates being brushed. */
import type { Backend, TimelineBar } from '../../backend';
import { addDays } from '../../lib/days';
import { latest } from '../../lib/latest';

const BARS = 120;
/** The most bars the engine gives: single days for five years, spans of a few days beyond. */
const MOST = 2000;

export class Timeline {
  bars = $state.raw<TimelineBar[]>([]);
  /** Shows the bars of a query; of quick changes only the last is answered. */
  readonly ask;

  constructor(private readonly backend: Backend) {
    this.ask = latest(
      (query: string) => backend.timeline({ query, bars: BARS }),
      ({ bars }) => (this.bars = bars),
      // A query that is not understood keeps the bars it had; the search field says why.
      () => undefined,
    );
  }

  /** The days that may be chosen, with how many messages match on them; a bar of several days counts for each. */
  async daily(query: string): Promise<Map<string, number>> {
    const { bars } = await this.backend.timeline({ query, bars: MOST });
    const days = new Map<string, number>();
    for (const { from, to, matching } of bars) {
      for (let day = from; matching > 0 && day <= to; day = addDays(day, 1)) days.set(day, matching);
    }
    return days;
  }
}
