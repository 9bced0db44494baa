/** The expiry radar of the open vault: every platform, what is near, and the reminders. */
import type { ApiError, Backend, RadarSource, Retention } from '../../backend';
import { asApiError } from '../../i18n';

const EVERY_MS = 30 * 60_000;
const NEAR: readonly RadarSource['level'][] = ['7', '3', '1', 'over'];

export class Radar {
  sources = $state.raw<RadarSource[]>();
  error = $state.raw<ApiError>();

  constructor(
    readonly backend: Backend,
    /** Called with what the user is to be told, once for each day and level. */
    private readonly remind: (source: RadarSource) => void,
  ) {}

  /** What is due within a week, or went by just now. */
  get due(): RadarSource[] {
    return (this.sources ?? []).filter(({ level }) => NEAR.includes(level));
  }

  async load(): Promise<void> {
    try {
      this.sources = (await this.backend.radar()).sources;
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  /** `null`: what was preset. */
  async set(platform: string, retention: Retention | null): Promise<void> {
    this.error = undefined;
    try {
      this.sources = (await this.backend.setRetention({ platform, retention })).sources;
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  /** Asks now and from time to time: days go by. Gives the way to stop. */
  keepUp(): () => void {
    void this.#ask();
    const timer = setInterval(() => void this.#ask(), EVERY_MS);
    return () => clearInterval(timer);
  }

  async #ask(): Promise<void> {
    await this.load();
    try {
      (await this.backend.radarReminders()).forEach((source) => this.remind(source));
    } catch {
      // A reminder that could not be had is given the next time.
    }
  }
}
