/** One import, step by step: choose, preview, run, report. */
import type { ApiError, Backend, FilePreview, FormatRow, ImportOptions, ImportReport } from '../../backend';
import { asApiError } from '../../i18n';
import type { Jobs } from '../jobs';

const UNSETTLED: ImportOptions = { format: null, zone: null, date_order: null, platform: null, title: null };

export class Importing {
  step = $state<'choose' | 'reading' | 'preview' | 'running' | 'done'>('choose');
  paths = $state<string[]>([]);
  options = $state<ImportOptions>({ ...UNSETTLED });
  files = $state.raw<FilePreview[]>([]);
  formats = $state.raw<FormatRow[]>([]);
  report = $state.raw<ImportReport>();
  error = $state<ApiError>();
  /** What the error ended; an import that was ended may have stored files already. */
  ended = $state<'preview' | 'import'>('preview');
  /** Files were dropped that cannot be taken now. */
  refused = $state(false);
  #turn = 0;

  constructor(
    private readonly backend: Backend,
    private readonly jobs: Jobs,
    /** Called when an import came to its end, whichever. */
    private readonly finished: () => void,
  ) {
    void backend
      .formats()
      .then((rows) => (this.formats = rows.filter(({ direction }) => direction === 'import')));
  }

  /** Files that can be read. */
  get good(): FilePreview[] {
    return this.files.filter(({ report }) => report !== null);
  }

  /** Messages and events that would be new. */
  get fresh(): number {
    return this.good.reduce(
      (all, { report }) => all + (report ? report.messages + report.events - report.duplicates : 0),
      0,
    );
  }

  /** Whether the user has to say in which order dates are written. */
  get asksOrder(): boolean {
    return (
      this.options.date_order !== null || this.files.some(({ error }) => error?.code === 'ambiguous_dates')
    );
  }

  async pickFiles(): Promise<void> {
    await this.take(await this.backend.pickImportFiles());
  }

  async pickFolder(): Promise<void> {
    const folder = await this.backend.pickImportFolder();
    await this.take(folder === null ? [] : [folder]);
  }

  /** Begins with these files and folders, or adds them to those that are being looked at. */
  async take(paths: string[]): Promise<void> {
    if (paths.length === 0) return;
    if (this.step === 'running' || this.step === 'done') {
      this.refused = true;
      return;
    }
    if (this.step === 'choose') {
      this.paths = [];
      this.options = { ...UNSETTLED };
    }
    this.paths = [...new Set([...this.paths, ...paths])];
    await this.preview();
  }

  async settle(change: Partial<ImportOptions>): Promise<void> {
    this.options = { ...this.options, ...change };
    await this.preview();
  }

  async leaveOut(path: string): Promise<void> {
    this.paths = this.files.map((file) => file.path).filter((one) => one !== path);
    this.files = this.files.filter((file) => file.path !== path);
    if (this.files.length === 0) this.step = 'choose';
  }

  async preview(): Promise<void> {
    const turn = ++this.#turn;
    this.step = 'reading';
    this.refused = false;
    this.error = undefined;
    try {
      const { files } = await this.jobs.run('job.preview', (job) =>
        this.backend.previewImport(job, this.#request()),
      );
      if (turn !== this.#turn) return;
      this.files = files;
      this.step = 'preview';
    } catch (thrown) {
      if (turn === this.#turn) this.#back(thrown, 'preview', this.files.length > 0 ? 'preview' : 'choose');
    }
  }

  async run(): Promise<void> {
    this.step = 'running';
    this.refused = false;
    this.error = undefined;
    try {
      this.report = await this.jobs.run('job.import', (job) =>
        this.backend.importFiles(job, this.#request()),
      );
      this.step = 'done';
    } catch (thrown) {
      this.#back(thrown, 'import', 'preview');
    }
    this.finished();
  }

  restart(): void {
    this.step = 'choose';
    this.files = [];
    this.refused = false;
    this.report = this.error = undefined;
  }

  #request() {
    return { paths: $state.snapshot(this.paths), options: $state.snapshot(this.options) };
  }

  #back(thrown: unknown, ended: 'preview' | 'import', step: 'choose' | 'preview'): void {
    this.error = asApiError(thrown);
    this.ended = ended;
    this.step = step;
  }
}
