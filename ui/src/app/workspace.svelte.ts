/** Everything that is on while a vault is open, joined together: a change in one place reaches the others. */
import type { ApiError, Backend, ConversationRow, Suggestion } from '../backend';
import { asApiError, sentence, t, tcode, tn, type Key } from '../i18n';
import { Organiser } from '../features/annotations';
import { Backups } from '../features/backup';
import { ConversationList } from '../features/conversations';
import { Rules } from '../features/entities';
import { Exporting } from '../features/exports';
import { Importing } from '../features/imports';
import { Inbox } from '../features/inbox';
import { Jobs } from '../features/jobs';
import { Notices } from '../features/notices';
import { Breakdown, Library } from '../features/overview';
import { Query } from '../features/query';
import { Radar, standing } from '../features/radar';
import { Saved } from '../features/saved';
import { Security } from '../features/security';
import { Timeline } from '../features/timeline';
import { Reading } from '../features/transcript';
import { Rezoning, type ReadInZone } from '../features/zone';

/** The one window over the library, if any. */
export type Sheet =
  | 'none'
  | 'import'
  | 'export'
  | 'categories'
  | 'saved'
  | 'palette'
  | 'keys'
  | 'security'
  | 'backup'
  | 'inbox'
  | 'radar'
  | 'rules'
  | 'log'
  | 'howto'
  | 'zone';

/** Whether the window is so narrow that the panes stack. */
function stacked(): boolean {
  return matchMedia('(max-width: 899px)').matches;
}

export class Workspace {
  readonly notices = new Notices();
  readonly jobs: Jobs;
  readonly library: Library;
  readonly breakdown: Breakdown;
  readonly query: Query;
  readonly saved: Saved;
  readonly timeline: Timeline;
  readonly list: ConversationList;
  readonly reading: Reading;
  readonly organiser: Organiser;
  readonly security: Security;
  readonly backups: Backups;
  readonly inbox: Inbox;
  readonly radar: Radar;
  readonly rules: Rules;
  sheet = $state<Sheet>('none');
  importing = $state.raw<Importing>();
  exporting = $state.raw<Exporting>();
  rezoning = $state.raw<Rezoning>();
  /** The window that another zone was asked for in, which is open again afterwards. */
  #askedIn: Sheet = 'none';
  /** The platform whose way out was asked for last. */
  howto = $state('');
  sidebar = $state(!stacked());
  inspector = $state(true);
  /** Which pane is on top where they stack. */
  pane = $state<'list' | 'reading'>('list');

  constructor(readonly backend: Backend) {
    this.jobs = new Jobs(backend);
    this.library = new Library(backend);
    this.breakdown = new Breakdown(backend);
    this.query = new Query(backend);
    this.saved = new Saved(this.query);
    this.timeline = new Timeline(backend);
    this.list = new ConversationList(backend);
    this.reading = new Reading(backend, (part) => void this.query.add(part));
    this.organiser = new Organiser(backend, this.notices, (act) =>
      act === 'set_zone' ? this.reload() : this.annotated(),
    );
    this.security = new Security(backend, this.jobs, () =>
      this.#tell('security', this.security.examineError, 'security.examined', 'security.examine_cancelled'),
    );
    this.backups = new Backups(
      backend,
      this.jobs,
      (work) =>
        work === 'backup'
          ? this.#tell('backup', this.backups.error, 'backup.done', 'backup.cancelled')
          : this.#tell('backup', this.backups.error, 'backup.rehearsed', 'backup.rehearse_cancelled'),
      (error) => this.#say(sentence(error), 'backup'),
    );
    this.inbox = new Inbox(
      backend,
      this.jobs,
      (fresh) => {
        void this.reload();
        if (fresh > 0) this.notices.say(tn('inbox.brought', fresh));
      },
      (files) => this.#say(tn('inbox.failed', files), 'inbox'),
    );
    this.rules = new Rules(backend);
    this.radar = new Radar(backend, (source) => {
      const platform = tcode('platform', source.platform, 'platform.other');
      this.#say(t('radar.reminder', { platform, left: standing(source) }), 'radar');
    });
  }

  /** Asks everything again, as after an import or when times are others; what is open stays where it is. */
  async reload(): Promise<void> {
    this.list.ask(this.query.text, this.list.order);
    this.timeline.ask(this.query.undated, this.timeline.near);
    await Promise.all([this.library.load(), this.radar.load(), this.reading.refresh()]);
  }

  /** Does what ends the work, once all that is being changed was stored. */
  async settle(end: () => Promise<unknown>): Promise<void> {
    await this.organiser.settled();
    try {
      await end();
    } catch (thrown) {
      this.notices.say(sentence(asApiError(thrown)));
    }
  }

  /** Asks for the counts of the library; where the index turns out to be behind, it is brought up to date. */
  async begin(): Promise<void> {
    await this.library.load();
    if (!this.library.overview?.pending) return;
    try {
      await this.jobs.run('job.index', (job) => this.backend.catchUp(job));
    } catch (thrown) {
      this.notices.say(sentence(asApiError(thrown)));
    }
    await this.reload();
  }

  /** What is shown follows an annotation; nothing jumps. */
  async annotated(): Promise<void> {
    this.breakdown.refresh();
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

  /** Opens the find bar, with the words the search brought one here for. */
  async find(): Promise<void> {
    this.reading.startFind(await this.query.plainWord());
  }

  /** Opens the import: the one that runs, or the one whose result nobody has seen, before a new one. */
  startImport(paths: string[] = []): void {
    this.importing ??= new Importing(this.backend, this.jobs, () => this.#importEnded());
    if (this.sheet === 'import' && this.importing.step === 'done') this.importing.restart();
    this.sheet = 'import';
    void this.importing.take(paths);
  }

  /** The same with a text that was pasted; nothing while a sheet is open that does not speak of importing. */
  pasteImport(text: string): void {
    if (!['none', 'import', 'howto'].includes(this.sheet)) return;
    this.startImport();
    void this.importing?.takeText(text);
  }

  /** Opens the import at its field for a text, unless one is under way. */
  startPaste(): void {
    this.startImport();
    if (this.importing?.step === 'choose') this.importing.step = 'paste';
  }

  /** Opens how to get records out of a platform, or of the one that was looked at last. */
  openHowto(platform = this.howto): void {
    this.howto = platform;
    this.sheet = 'howto';
  }

  /** Opens the export: the one under way, or the one whose result nobody has seen, before a new one. */
  startExport(): void {
    if (!this.exporting || ['choose', 'confirm'].includes(this.exporting.step))
      this.exporting = this.#newExport();
    this.sheet = 'export';
  }

  /** Opens the choice of another zone for files, over what it was asked for in. */
  startZone(source: ReadInZone): void {
    this.#askedIn = this.sheet;
    this.rezoning = new Rezoning(
      this.backend,
      this.jobs,
      source,
      (run) => this.organiser.attempt(run),
      (zone) => {
        this.importing?.rezoned(source.of, zone);
        if (this.sheet === 'zone') this.closeSheet();
      },
    );
    this.sheet = 'zone';
  }

  /** A result that was seen is put away, and so is what was only looked at; work under way goes on. */
  closeSheet(): void {
    if (this.sheet === 'import' && this.importing?.step !== 'running') {
      this.importing?.drop();
      this.importing = undefined;
    }
    if (this.sheet === 'export' && this.exporting?.step === 'done') this.exporting = undefined;
    this.sheet = this.sheet === 'zone' ? this.#askedIn : 'none';
  }

  take(suggestion: Suggestion): void {
    if (suggestion.kind === 'saved') void this.query.show(suggestion.text);
    else void this.query.add(suggestion.text);
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

  #newExport(): Exporting {
    const row = this.reading.detail?.row;
    const shown = {
      query: this.query.text,
      conversation: row && { id: row.id, title: row.title },
      dates: this.query.range,
    };
    return new Exporting(this.backend, this.jobs, shown, () =>
      this.#tell('export', this.exporting?.error, 'export.done', 'export.cancelled'),
    );
  }

  /** Files that were finished before a cancel or a fault are in the vault, so the library is asked again always. */
  #importEnded(): void {
    void this.reload();
    void this.inbox.settle();
    this.#tell('import', this.importing?.error, 'import.done', 'import.cancelled');
  }

  /** Says how work ended whose window was closed meanwhile, with the way back to it. */
  #tell(sheet: Sheet, error: ApiError | undefined, done: Key, cancelled: Key): void {
    if (this.sheet === sheet) return;
    const text = !error ? t(done) : error.code === 'cancelled' ? t(cancelled) : sentence(error);
    this.#say(text, sheet);
  }

  #say(text: string, sheet: Sheet): void {
    this.notices.say(text, { label: t('common.view'), run: () => (this.sheet = sheet) });
  }

  /** Keeps up with what lands and what expires; the demo has neither. Gives the way to stop. */
  keepUp(): () => void {
    const stops = [this.inbox.keepUp(), this.radar.keepUp()];
    return () => stops.forEach((stop) => stop());
  }

  /** Says how often somebody tried to open the vault in vain before. */
  greet(attempts: number): void {
    if (attempts === 0) return;
    const see = { label: t('unlock.see_log'), run: () => (this.sheet = 'log') };
    this.notices.say(tn('unlock.attempts', attempts), see);
  }
}
