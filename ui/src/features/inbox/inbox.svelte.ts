/** The in-box of the open vault: which folder, how it stands with it, and looking into it from time to time. */
import type { ApiError, Backend, ImportReport, InboxStatus, Look } from '../../backend';
import { asApiError } from '../../i18n';
import type { Jobs } from '../jobs';

const EVERY_MS = 30 * 60_000;

export class Inbox {
  status = $state.raw<InboxStatus>();
  busy = $state(false);
  /** Why what was asked for last did not come about. */
  error = $state.raw<ApiError>();
  /** The failures that were told: the same one is not told every half hour. */
  #told = new Set<string>();

  constructor(
    readonly backend: Backend,
    readonly jobs: Jobs,
    /** Called when files were imported by themselves, with the number of new messages. */
    private readonly brought: (fresh: number) => void,
    /** Called when files could not be imported by themselves that are not known to fail. */
    private readonly failed: (files: number) => void,
  ) {}

  async load(): Promise<void> {
    try {
      this.status = await this.backend.inbox();
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  async pickFolder(): Promise<void> {
    const folder = await this.backend.pickInboxFolder();
    if (folder !== null) await this.#set(folder, true);
  }

  setOn(on: boolean): Promise<void> {
    return this.#set(null, on);
  }

  /** Looks for a person: what failed is tried again too, and what goes wrong is said. */
  async lookNow(): Promise<void> {
    this.error = undefined;
    try {
      await this.#look('again');
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  /** After a person imported something: what failed here may be settled by it. */
  async settle(): Promise<void> {
    if ((this.status?.failures.length ?? 0) > 0) await this.lookNow();
  }

  /** Looks now, when something lands, and from time to time. Gives the way to stop. */
  keepUp(): () => void {
    // What goes wrong with the folder is in its status; everything else is tried again in half an hour.
    const look = () => void this.#look('new').catch(() => undefined);
    look();
    const timer = setInterval(look, EVERY_MS);
    const stop = this.backend.onInbox(look);
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  async #look(asked: Look): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.status = await this.backend.inbox();
      const run = (job: string) => this.backend.lookIntoInbox(job, asked);
      // A look for which there is nothing to read is over before anybody could see its bar.
      const isLong = this.status.waiting > 0 || asked === 'again';
      const { report, status } = await (isLong ? this.jobs.run('job.inbox', run) : run('inbox'));
      this.status = status;
      if (report) this.#tell(report);
    } finally {
      this.busy = false;
    }
  }

  #tell(report: ImportReport): void {
    const fresh = report.messages + report.events - report.duplicates;
    if (report.files.length > 0) this.brought(fresh);
    const names = report.failed.map(({ path, error }) => `${error.code} ${path}`);
    const unknown = names.filter((name) => !this.#told.has(name));
    unknown.forEach((name) => this.#told.add(name));
    if (unknown.length > 0) this.failed(unknown.length);
  }

  async #set(folder: string | null, on: boolean): Promise<void> {
    this.error = undefined;
    try {
      this.status = await this.backend.setInbox({ folder, on });
      if (on) await this.#look('new');
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }
}
