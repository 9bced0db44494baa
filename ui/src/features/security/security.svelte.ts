/** Who can open the vault, when it locks by itself, and whether it is sound. */
import type {
  ApiError,
  Backend,
  Examination,
  Language,
  Operation,
  RecoveryPhrase,
  UnlockWays,
} from '../../backend';
import { asApiError } from '../../i18n';
import type { Jobs } from '../jobs';

export class Security {
  ways = $state.raw<UnlockWays>();
  /** After so many minutes; 0: never. */
  autoLock = $state<number>();
  examining = $state(false);
  examination = $state.raw<Examination>();
  /** Why there is no examination. */
  examineError = $state.raw<ApiError>();
  /** Why the settings could not be read or set. */
  error = $state.raw<ApiError>();

  constructor(
    readonly backend: Backend,
    readonly jobs: Jobs,
    /** Called when an examination came to its end, whichever. */
    private readonly examined: () => void,
  ) {}

  async load(): Promise<void> {
    await this.#try(async () => {
      this.ways = await this.backend.unlockWays({ path: null });
      this.autoLock = (await this.backend.lockSettings()).auto_lock_minutes;
    });
  }

  async setAutoLock(minutes: number): Promise<void> {
    await this.#try(async () => {
      await this.backend.setLockSettings({ auto_lock_minutes: minutes });
      this.autoLock = minutes;
    });
  }

  async disableQuickUnlock(): Promise<void> {
    await this.#try(async () => {
      await this.backend.disableQuickUnlock();
      await this.load();
    });
  }

  /** These reject with what to show beside the password. */
  async makeRecoveryWords(password: string, language: Language): Promise<RecoveryPhrase> {
    const grant = await this.#grant({ operation: 'make_recovery_words' }, password);
    const phrase = await this.backend.makeRecoveryWords({ language }, grant);
    await this.load();
    return phrase;
  }

  async removeRecoveryWords(password: string): Promise<void> {
    await this.backend.removeRecoveryWords(
      await this.#grant({ operation: 'remove_recovery_words' }, password),
    );
    await this.load();
  }

  async enableQuickUnlock(password: string): Promise<void> {
    await this.backend.enableQuickUnlock(await this.#grant({ operation: 'enable_quick_unlock' }, password));
    await this.load();
  }

  async examine(): Promise<void> {
    this.examining = true;
    this.examination = this.examineError = undefined;
    try {
      this.examination = await this.jobs.run('job.examine', (job) => this.backend.examine(job));
    } catch (thrown) {
      this.examineError = asApiError(thrown);
    }
    this.examining = false;
    this.examined();
  }

  #grant(operation: Operation, password: string) {
    return this.backend.confirm({ operation, password });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await work();
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }
}
