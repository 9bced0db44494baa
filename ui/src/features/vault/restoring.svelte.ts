/** One restoring: which backup, which moment of it, where to. */
import type { ApiError, BackupSnapshot } from '../../backend';
import { asApiError } from '../../i18n';
import { Jobs } from '../jobs';
import type { Vault } from './vault.svelte';

export class Restoring {
  readonly jobs: Jobs;
  folder = $state<string | null>(null);
  password = $state('');
  /** What there is; `undefined` until the password opened it. */
  snapshots = $state.raw<BackupSnapshot[]>();
  snapshot = $state('');
  /** `null`: the usual place. */
  to = $state<string | null>(null);
  busy = $state<'reading' | 'restoring'>();
  error = $state<ApiError>();

  constructor(private readonly vault: Vault) {
    this.jobs = new Jobs(vault.backend);
  }

  async pick(): Promise<void> {
    const folder = await this.vault.backend.pickBackupFolder();
    if (folder === null) return;
    this.folder = folder;
    this.snapshots = this.error = undefined;
  }

  async pickTarget(): Promise<void> {
    this.to = (await this.vault.pickFolder()) ?? this.to;
  }

  /** Reads what there is, the latest chosen. */
  read(): Promise<void> {
    return this.#work('reading', async (path) => {
      const found = await this.vault.backend.backupsAt({ path, password: this.password });
      this.snapshots = found.filter(({ holdings }) => holdings !== null);
      this.snapshot = this.snapshots[0]?.id ?? '';
    });
  }

  restore(): Promise<void> {
    return this.#work('restoring', async (backup) => {
      const { password, snapshot, to } = this;
      const status = await this.jobs.run('job.restore', (job) =>
        this.vault.backend.restoreVault(job, { backup, password, snapshot: snapshot || null, to }),
      );
      this.password = '';
      this.vault.entered(status);
    });
  }

  async #work(busy: 'reading' | 'restoring', work: (folder: string) => Promise<void>): Promise<void> {
    if (this.busy || this.folder === null || this.password === '') return;
    this.busy = busy;
    this.error = undefined;
    try {
      await work(this.folder);
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    this.busy = undefined;
  }
}
