/** Reading files in another zone than was assumed for them: what it would change, and changing it. */
import type { ApiError, Backend, Receipt, ZoneChange } from '../../backend';
import { asApiError } from '../../i18n';
import { latest } from '../../lib/latest';
import type { Jobs } from '../jobs';

/** Files for which one zone was assumed. */
export interface ReadInZone {
  /** Their ids. */
  of: string[];
  /** The name of the file; empty where there are several. */
  name: string;
  /** The zone that was assumed. */
  zone: string;
}

export class Rezoning {
  zone: string;
  preview = $state.raw<ZoneChange>();
  error = $state<ApiError>();
  running = $state(false);
  readonly #ask;

  constructor(
    private readonly backend: Backend,
    private readonly jobs: Jobs,
    readonly source: ReadInZone,
    /** Runs an act that can be undone, and gives the problem where there is one. */
    private readonly attempt: (run: () => Promise<Receipt>) => Promise<ApiError | undefined>,
    /** Called when the files are read in another zone. */
    private readonly changed: (zone: string) => void,
  ) {
    this.zone = $state(source.zone);
    this.#ask = latest(
      (zone: string) => this.backend.previewZone(this.#request(zone)),
      (preview) => (this.preview = preview),
      (thrown) => (this.error = asApiError(thrown)),
    );
  }

  /** Whether there is something to change. */
  get ready(): boolean {
    return !this.running && this.preview !== undefined && this.zone !== this.source.zone;
  }

  choose(zone: string): void {
    this.zone = zone;
    this.preview = this.error = undefined;
    if (zone === this.source.zone) this.#ask.cancel();
    else this.#ask(zone);
  }

  async run(): Promise<void> {
    if (!this.ready) return;
    this.running = true;
    this.error = undefined;
    const zone = this.zone;
    this.error = await this.attempt(async () => {
      const { files } = await this.jobs.run('job.zone', (job) =>
        this.backend.changeZone(job, this.#request(zone)),
      );
      return { act: 'set_zone', changed: files };
    });
    this.running = false;
    if (!this.error) this.changed(zone);
  }

  #request(zone: string) {
    return { of: this.source.of, zone };
  }
}
