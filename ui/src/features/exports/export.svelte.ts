/** One export: what, in which language and formats, where to; counted before it is written. */
import type {
  ApiError,
  Backend,
  ExportPreview,
  ExportReport,
  ExportRequest,
  Grant,
  Language,
} from '../../backend';
import { asApiError, language } from '../../i18n';
import type { OpenRange } from '../../lib/days';
import { latest } from '../../lib/latest';
import type { Jobs } from '../jobs';

export type Scope = 'query' | 'conversation' | 'dates';
export const FORMATS = ['pdf', 'docx'] as const;
type Format = (typeof FORMATS)[number];

/** What the window shows when the dialog is opened. */
export interface Shown {
  query: string;
  conversation: { id: string; title: string } | undefined;
  dates: OpenRange | undefined;
}

export class Exporting {
  step = $state<'choose' | 'confirm' | 'running' | 'done'>('choose');
  scope = $state<Scope>('query');
  from = $state('');
  to = $state('');
  formats = $state<Format[]>(['pdf', 'docx']);
  language = $state<Language>(language());
  title = $state('');
  folder = $state<string | null>(null);
  name = $state('');
  preview = $state.raw<ExportPreview>();
  /** Whether what is shown may not yet be what is chosen. */
  counting = $state(false);
  report = $state.raw<ExportReport>();
  error = $state<ApiError>();
  /** What is asked to be exported: the grant is for this and nothing else. */
  asked = $state.raw<ExportRequest>();
  readonly #count;
  #counted: string | undefined;

  constructor(
    private readonly backend: Backend,
    private readonly jobs: Jobs,
    readonly shown: Shown,
    /** Called when an export came to its end, whichever. */
    private readonly finished: () => void,
  ) {
    this.from = shown.dates?.from ?? '';
    this.to = shown.dates?.to ?? '';
    this.#count = latest(
      (request: ExportRequest) => this.#preview(request),
      (preview) => {
        this.preview = preview;
        this.counting = false;
        if (this.name === '') this.name = preview.suggested_name;
      },
      (thrown) => {
        this.preview = undefined;
        this.counting = false;
        this.error = asApiError(thrown);
      },
    );
  }

  /** Why it cannot begin yet. */
  get lacks(): 'formats' | 'folder' | 'dates' | undefined {
    if (this.scope === 'dates' && (this.from === '' || this.to === '')) return 'dates';
    if (this.formats.length === 0) return 'formats';
    return this.folder === null ? 'folder' : undefined;
  }

  get ready(): boolean {
    return (
      this.lacks === undefined &&
      !this.counting &&
      (this.preview?.messages ?? 0) > 0 &&
      this.name.trim() !== ''
    );
  }

  /** Counts what is chosen. What was counted of another choice is no longer shown. */
  count(): void {
    this.preview = this.error = undefined;
    this.recount();
  }

  /** The same after a change of the files only, which leaves the content as it is. */
  recount(): void {
    this.counting = true;
    this.#count(this.#request());
  }

  toggle(format: Format): void {
    this.formats = FORMATS.filter((one) => (one === format) !== this.formats.includes(one));
  }

  async pickFolder(): Promise<void> {
    this.folder = (await this.backend.pickExportFolder()) ?? this.folder;
  }

  /** Asks for the password before anything is written. */
  ask(): void {
    this.asked = this.#request();
    this.error = undefined;
    this.step = 'confirm';
  }

  /** Back to choosing. */
  back(): void {
    this.step = 'choose';
  }

  /** Exports what was asked; rejects where the password is wrong. */
  async confirm(password: string): Promise<void> {
    const request = this.asked;
    if (!request) return;
    const grant = await this.backend.confirm({ operation: { operation: 'export', request }, password });
    // The person may have gone back while the password was being checked.
    if (this.step === 'confirm' && this.asked === request) void this.#run(request, grant);
  }

  async #run(request: ExportRequest, grant: Grant): Promise<void> {
    this.step = 'running';
    this.error = undefined;
    try {
      this.report = await this.jobs.run('job.export', (job) =>
        this.backend.exportDocument(job, request, grant),
      );
      this.step = 'done';
    } catch (thrown) {
      this.error = asApiError(thrown);
      this.step = 'choose';
      this.recount();
    }
    this.finished();
  }

  async showInFolder(path: string): Promise<void> {
    this.error = undefined;
    try {
      await this.backend.showInFolder(path);
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  /** A count is a job without a bar: the next one and locking end it. */
  #preview(request: ExportRequest): Promise<ExportPreview> {
    if (this.#counted !== undefined) void this.backend.cancelJob(this.#counted);
    const job = `count-${crypto.randomUUID()}`;
    this.#counted = job;
    return this.backend.previewExport(job, request);
  }

  #request(): ExportRequest {
    const { query, conversation } = this.shown;
    const separator = this.folder?.includes('\\') ? '\\' : '/';
    const name = this.name.trim().replace(/[\\/:*?"<>|]/g, '_');
    return {
      query: this.scope === 'query' ? query : '',
      from: this.scope === 'dates' ? this.from || null : null,
      to: this.scope === 'dates' ? this.to || null : null,
      conversations: this.scope === 'conversation' && conversation ? [conversation.id] : [],
      title: this.title.trim() || null,
      language: this.language,
      outputs: this.formats.map((format) => ({
        format,
        path: `${this.folder ?? ''}${separator}${name}.${format}`,
      })),
    };
  }
}
