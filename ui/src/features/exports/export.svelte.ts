/** One export: what, in which language and formats, where to; counted before it is written. */
import type { ApiError, Backend, ExportPreview, ExportReport, ExportRequest, Language } from '../../backend';
import { asApiError, language } from '../../i18n';
import { latest } from '../../lib/latest';
import type { Jobs } from '../jobs';

export type Scope = 'query' | 'conversation' | 'dates';
export const FORMATS = ['pdf', 'docx'] as const;
type Format = (typeof FORMATS)[number];

/** What the window shows when the dialog is opened. */
export interface Shown {
  query: string;
  conversation: { id: string; title: string } | undefined;
  dates: { from: string; to: string } | undefined;
}

export class Exporting {
  step = $state<'choose' | 'running' | 'done'>('choose');
  scope = $state<Scope>('query');
  from = $state('');
  to = $state('');
  formats = $state<Format[]>(['pdf', 'docx']);
  language = $state<Language>(language());
  title = $state('');
  folder = $state<string | null>(null);
  name = $state('');
  preview = $state.raw<ExportPreview>();
  report = $state.raw<ExportReport>();
  error = $state<ApiError>();
  readonly #count;

  constructor(
    private readonly backend: Backend,
    private readonly jobs: Jobs,
    readonly shown: Shown,
  ) {
    if (shown.dates) Object.assign(this, shown.dates);
    this.#count = latest(
      (request: ExportRequest) => backend.previewExport(request),
      (preview) => {
        this.preview = preview;
        this.error = undefined;
        if (this.name === '') this.name = preview.suggested_name;
      },
      (thrown) => {
        this.preview = undefined;
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
    return this.lacks === undefined && (this.preview?.messages ?? 0) > 0 && this.name.trim() !== '';
  }

  /** Counts again what is chosen. */
  count(): void {
    this.#count(this.#request());
  }

  toggle(format: Format): void {
    this.formats = FORMATS.filter((one) => (one === format) !== this.formats.includes(one));
  }

  async pickFolder(): Promise<void> {
    this.folder = (await this.backend.pickExportFolder()) ?? this.folder;
  }

  async run(): Promise<void> {
    this.step = 'running';
    this.error = undefined;
    try {
      this.report = await this.jobs.run('job.export', (job) =>
        this.backend.exportDocument(job, this.#request()),
      );
      this.step = 'done';
    } catch (thrown) {
      this.error = asApiError(thrown);
      this.step = 'choose';
    }
  }

  showInFolder(path: string): Promise<void> {
    return this.backend.showInFolder(path);
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
