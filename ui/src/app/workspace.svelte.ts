/** Everything that is on while a vault is open, joined together: a change in one place reaches the others. */
import type { Backend, ConversationRow, Suggestion } from '../backend';
import { dayRange } from '../lib/days';
import { Organiser } from '../features/annotations';
import { ConversationList } from '../features/conversations';
import { Exporting } from '../features/exports';
import { Importing } from '../features/imports';
import { Jobs } from '../features/jobs';
import { Notices } from '../features/notices';
import { Library } from '../features/overview';
import { Query } from '../features/query';
import { Timeline } from '../features/timeline';
import { Reading } from '../features/transcript';

/** The one window over the library, if any. */
export type Sheet = 'none' | 'import' | 'export' | 'categories' | 'palette' | 'keys';

/** Whether the window is so narrow that the panes stack. */
function stacked(): boolean {
  return matchMedia('(max-width: 899px)').matches;
}

export class Workspace {
  readonly notices = new Notices();
  readonly jobs: Jobs;
  readonly library: Library;
  readonly query: Query;
  readonly timeline: Timeline;
  readonly list: ConversationList;
  readonly reading: Reading;
  readonly organiser: Organiser;
  sheet = $state<Sheet>('none');
  importing = $state.raw<Importing>();
  exporting = $state.raw<Exporting>();
  sidebar = $state(!stacked());
  inspector = $state(true);
  /** Which pane is on top where they stack. */
  pane = $state<'list' | 'reading'>('list');

  constructor(readonly backend: Backend) {
    this.jobs = new Jobs(backend);
    this.library = new Library(backend);
    this.query = new Query(backend);
    this.timeline = new Timeline(backend);
    this.list = new ConversationList(backend);
    this.reading = new Reading(backend);
    this.organiser = new Organiser(backend, this.notices, () => this.annotated());
  }

  /** Asks everything again, as after an import. */
  async reload(): Promise<void> {
    this.list.ask(this.query.text, this.list.order);
    this.timeline.ask(this.query.undated);
    await this.library.load();
  }

  /** What is shown follows an annotation; nothing jumps. */
  async annotated(): Promise<void> {
    await Promise.all([this.library.load(), this.list.refresh(), this.reading.refresh()]);
  }

  async open(row: ConversationRow): Promise<void> {
    this.pane = 'reading';
    await this.reading.open(row.id, row.top?.seq ?? 1, this.list.answered);
  }

  /** Moves along the list and shows the conversation. */
  async move(by: number): Promise<void> {
    const row = await this.list.move(by);
    if (row) await this.reading.open(row.id, row.top?.seq ?? 1, this.list.answered);
  }

  startImport(paths: string[] = []): void {
    this.importing ??= new Importing(this.backend, this.jobs);
    if (this.importing.step === 'done') this.importing.restart();
    this.sheet = 'import';
    if (paths.length > 0 && this.importing.step !== 'running') void this.importing.take(paths);
  }

  startExport(): void {
    const row = this.reading.detail?.row;
    this.exporting = new Exporting(this.backend, this.jobs, {
      query: this.query.text,
      conversation: row && { id: row.id, title: row.title },
      dates: this.query.date === null ? undefined : dayRange(this.query.date),
    });
    this.sheet = 'export';
  }

  closeSheet(): void {
    if (this.sheet === 'import' && this.importing?.step === 'done') {
      this.importing = undefined;
      void this.reload();
    }
    this.sheet = 'none';
  }

  take(suggestion: Suggestion): void {
    void this.query.add(suggestion.text);
  }

  /** One step back: the find bar, the selection, the conversation where panes stack, then the search. */
  escape(): void {
    if (stacked() && this.sidebar) this.sidebar = false;
    else if (this.reading.finding) this.reading.closeFind();
    else if (this.reading.selection.size > 0) this.reading.selection.clear();
    else if (this.pane === 'reading' && stacked()) this.pane = 'list';
    else if (this.query.draft !== '') this.query.draft = '';
    else if (this.query.chips.length > 0) this.query.remove(this.query.chips.length - 1);
  }
}
