/** The density of what matches over the whole span of the vault, without the dates being brushed. */
import type { Backend, TimelineBar } from '../../backend';
import { latest } from '../../lib/latest';

const BARS = 120;
/** Asked for, this many bars are single days for two centuries. */
const DAILY = 73_000;

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

  /** How many messages match on each day that has any. */
  async daily(query: string): Promise<Map<string, number>> {
    const { bars } = await this.backend.timeline({ query, bars: DAILY });
    return new Map(bars.filter((bar) => bar.matching > 0).map((bar) => [bar.from, bar.matching]));
  }
}
