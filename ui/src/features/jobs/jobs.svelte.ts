/** Long work under way: how far it is, and the way to stop it. */
import type { Backend, JobProgress } from '../../backend';
import type { Key } from '../../i18n';

export interface RunningJob {
  id: string;
  /** What it is called on the screen. */
  name: Key;
  progress?: JobProgress;
  cancelling: boolean;
}

export class Jobs {
  running = $state<RunningJob[]>([]);
  #next = 1;

  constructor(private readonly backend: Backend) {}

  /** Starts hearing of progress. Gives the way to stop. */
  listen(): () => void {
    return this.backend.onJob((progress) => {
      const job = this.running.find(({ id }) => id === progress.job);
      if (job) job.progress = progress;
    });
  }

  /** Runs work under a name of its own, which is shown until the work ends. */
  async run<T>(name: Key, work: (job: string) => Promise<T>): Promise<T> {
    const id = `${name}-${this.#next++}-${Date.now()}`;
    this.running.push({ id, name, cancelling: false });
    try {
      return await work(id);
    } finally {
      this.running = this.running.filter((job) => job.id !== id);
    }
  }

  async cancel(id: string): Promise<void> {
    const job = this.running.find((one) => one.id === id);
    if (!job) return;
    job.cancelling = true;
    await this.backend.cancelJob(id);
  }

  /** Whether something is bringing the index up to date right now. */
  get indexing(): boolean {
    return this.running.some(({ progress }) => progress?.phase === 'indexing');
  }
}

/** The done part of a job's phase, 0–1; `undefined` while that is not known. */
export function share({ progress }: RunningJob): number | undefined {
  return progress && progress.total > 0 ? Math.min(progress.done / progress.total, 1) : undefined;
}
