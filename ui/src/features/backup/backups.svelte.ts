/** The backups of the open vault: what is planned, how it goes, what there is, and the work on them. */
import type {
  ApiError,
  Backend,
  BackupKeep,
  BackupPlan,
  BackupReport,
  BackupSnapshot,
  BackupStatus,
  Rehearsal,
} from '../../backend';
import { asApiError } from '../../i18n';
import type { Jobs } from '../jobs';

const EVERY_MS = 30 * 60_000;

/** What can be under way. */
export type Work = 'backup' | 'rehearse';
/** How it stands with the backups, the worst first. */
export type Health = 'failed' | 'none' | 'due' | 'off' | 'fine';

export class Backups {
  status = $state.raw<BackupStatus>();
  snapshots = $state.raw<BackupSnapshot[]>([]);
  busy = $state<Work>();
  /** What was asked for last. */
  asked = $state<Work>('backup');
  report = $state.raw<BackupReport>();
  rehearsal = $state.raw<Rehearsal>();
  /** Why what was asked for last did not come about. */
  error = $state.raw<ApiError>();
  /** The code of the failure by itself that was told last: the same one is not told every half hour. */
  #told: string | undefined;

  constructor(
    readonly backend: Backend,
    readonly jobs: Jobs,
    /** Called when work that was asked for came to its end, whichever. */
    private readonly finished: (work: Work) => void,
    /** Called when a backup that is taken by itself failed. */
    private readonly failed: (error: ApiError) => void,
  ) {}

  get health(): Health | undefined {
    if (!this.status) return undefined;
    const { plan, last, last_snapshot, due } = this.status;
    if (last?.error) return 'failed';
    if (last_snapshot === null) return 'none';
    if (due) return 'due';
    return plan.schedule === 'off' ? 'off' : 'fine';
  }

  async load(): Promise<void> {
    try {
      this.status = await this.backend.backupStatus();
      this.snapshots = this.status.plan.folder === null ? [] : await this.backend.backups();
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  async pickFolder(): Promise<void> {
    const folder = await this.backend.pickBackupFolder();
    if (folder !== null) await this.#plan({ folder });
  }

  setDaily(daily: boolean): Promise<void> {
    return this.#plan({ schedule: daily ? 'daily' : 'off' });
  }

  setKeep(keep: Partial<BackupKeep>): Promise<void> {
    return this.#plan({
      keep: { ...(this.status?.plan.keep ?? { days: 7, weeks: 4, months: 12 }), ...keep },
    });
  }

  take(full: boolean): Promise<void> {
    return this.#work('backup', async () => {
      this.report = await this.jobs.run('job.backup', (job) =>
        this.backend.backUp(job, { folder: null, full }),
      );
    });
  }

  rehearse(snapshot: string): Promise<void> {
    return this.#work('rehearse', async () => {
      this.rehearsal = await this.jobs.run('job.rehearse', (job) =>
        this.backend.rehearseBackup(job, { folder: null, snapshot }),
      );
    });
  }

  /** For a timer: takes a backup where one is due, and says only when it fails in a new way. */
  async takeIfDue(): Promise<void> {
    if (this.busy) return;
    try {
      this.status = await this.backend.backupStatus();
      if (this.status.due && !this.busy) await this.#takeDue();
    } catch (thrown) {
      this.#tell(asApiError(thrown));
    }
  }

  async #takeDue(): Promise<void> {
    this.busy = 'backup';
    try {
      await this.jobs.run('job.backup', (job) => this.backend.backUpIfDue(job));
      this.#told = undefined;
    } finally {
      this.busy = undefined;
      await this.load();
    }
  }

  /** Takes what is due now and from time to time. Gives the way to stop. */
  keepUp(): () => void {
    void this.takeIfDue();
    const timer = setInterval(() => void this.takeIfDue(), EVERY_MS);
    return () => clearInterval(timer);
  }

  #tell(error: ApiError): void {
    if (error.code === 'cancelled' || error.code === 'vault_locked' || error.code === this.#told) return;
    this.#told = error.code;
    this.failed(error);
  }

  async #plan(change: Partial<BackupPlan>): Promise<void> {
    if (!this.status) return;
    this.error = undefined;
    try {
      this.status = await this.backend.setBackupPlan({ ...this.status.plan, ...change });
      await this.load();
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  async #work(work: Work, run: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = this.asked = work;
    this.report = this.rehearsal = this.error = undefined;
    let failed: ApiError | undefined;
    try {
      await run();
    } catch (thrown) {
      failed = asApiError(thrown);
    }
    await this.load();
    this.error = failed ?? this.error;
    this.busy = undefined;
    this.finished(work);
  }
}
