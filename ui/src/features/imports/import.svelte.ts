/** One import, step by step: choose, preview, run, report. */
import type {
  ApiError,
  Backend,
  ColumnMeanings,
  FilePreview,
  FormatRow,
  ImportOptions,
  ImportReport,
  PastedText,
} from '../../backend';
import { asApiError, t } from '../../i18n';
import type { Jobs } from '../jobs';
import { asAssumed } from '../zone';

const UNSETTLED: ImportOptions = {
  format: null,
  zone: null,
  date_order: null,
  platform: null,
  title: null,
  columns: [],
};

export class Importing {
  step = $state<'choose' | 'paste' | 'reading' | 'preview' | 'running' | 'done'>('choose');
  paths = $state<string[]>([]);
  pasted = $state.raw<PastedText[]>([]);
  options = $state<ImportOptions>({ ...UNSETTLED });
  files = $state.raw<FilePreview[]>([]);
  formats = $state.raw<FormatRow[]>([]);
  report = $state.raw<ImportReport>();
  error = $state<ApiError>();
  /** What the error ended; an import that was ended may have stored files already. */
  ended = $state<'preview' | 'import'>('preview');
  /** The orders that the dates of files which leave theirs open can be read in. */
  orders = $state.raw<string[]>([]);
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

  /** Whether a file may be of several formats, and the user has to say which. */
  get asksFormat(): boolean {
    return this.files.some(({ candidates }) => candidates.length > 1);
  }

  /** Whether something is a text that was pasted, which has no name of its own. */
  get asksTitle(): boolean {
    return this.pasted.length > 0;
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
    if (paths.length === 0 || !this.#begin()) return;
    this.paths = [...new Set([...this.paths, ...paths])];
    await this.preview();
  }

  /** Begins with a text that was pasted, or adds it to what is being looked at. */
  async takeText(text: string): Promise<void> {
    if (text.trim() === '' || !this.#begin()) return;
    const name = t('import.pasted_name', { n: stamp(new Date(), this.pasted.length) });
    this.pasted = [...this.pasted, { name, text }];
    await this.preview();
  }

  /** Whether something can be taken now; what was looked at before is put away. */
  #begin(): boolean {
    if (this.step === 'running' || this.step === 'done') {
      this.refused = true;
      return false;
    }
    if (this.step === 'choose' || this.step === 'paste') {
      this.paths = [];
      this.pasted = [];
      this.options = { ...UNSETTLED };
    }
    return true;
  }

  async settle(change: Partial<ImportOptions>): Promise<void> {
    this.options = { ...this.options, ...change };
    await this.preview();
  }

  /** What the columns of a table mean, in place of what was said of them before. */
  async settleColumns(columns: ColumnMeanings): Promise<void> {
    const names = columns.names.join('\n');
    const others = this.options.columns.filter((one) => one.names.join('\n') !== names);
    await this.settle({ columns: [...others, columns] });
  }

  async leaveOut(path: string): Promise<void> {
    this.pasted = this.pasted.filter(({ name }) => name !== path);
    const texts = new Set(this.pasted.map(({ name }) => name));
    this.paths = this.files.map((file) => file.path).filter((one) => one !== path && !texts.has(one));
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
      const open = files.filter(({ error }) => error?.code === 'ambiguous_dates');
      if (open.length > 0) {
        this.orders = open.flatMap(({ error }) => error?.params['orders']?.split(', ') ?? []);
      }
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

  /** Files of the report are read in another zone now. */
  rezoned(files: string[], zone: string): void {
    if (!this.report) return;
    const read = this.report.files.map((one) =>
      one.file !== null && files.includes(one.file) ? { ...one, zone: asAssumed(zone) } : one,
    );
    this.report = { ...this.report, files: read };
  }

  /** Puts away what was looked at; no answer about it is taken any more. */
  drop(): void {
    this.#turn += 1;
    const looking = this.jobs.running.filter(({ name }) => name === 'job.preview');
    for (const { id } of looking) void this.jobs.cancel(id);
  }

  restart(): void {
    this.step = 'choose';
    this.files = [];
    this.refused = false;
    this.report = this.error = undefined;
  }

  #request() {
    return {
      paths: $state.snapshot(this.paths),
      pasted: this.pasted,
      options: $state.snapshot(this.options),
    };
  }

  #back(thrown: unknown, ended: 'preview' | 'import', step: 'choose' | 'preview'): void {
    this.error = asApiError(thrown);
    this.ended = ended;
    this.step = step;
  }
}

/** A moment as the name of a file may hold it, and a number where it is not the first. */
function stamp(now: Date, before: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return before === 0 ? `${date} ${time}` : `${date} ${time}-${String(before + 1)}`;
}
