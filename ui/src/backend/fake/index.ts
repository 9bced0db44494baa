/**
 * A made-up engine in memory: behind the component tests, and behind the window in a plain browser during
 * development. It keeps the promises the window relies on, and nothing more.
 */
import type { Backend, FileDrop, Unlisten } from '../backend';
import type {
  Annotate,
  ApiError,
  AskLog,
  BackupPlan,
  ChangePassword,
  ChangeZone,
  Confirm,
  ErrorCode,
  ExportPreview,
  ExportRequest,
  Grant,
  JobProgress,
  LockSettings,
  Look,
  MakeRecoveryWords,
  MatchNames,
  MoveSavedSearch,
  OpenBackup,
  Operation,
  Receipt,
  RecoverVault,
  RecoveryPhrase,
  RehearseBackup,
  RestoreVault,
  SamePerson,
  SaveCategory,
  SaveRules,
  SaveSearch,
  SetInbox,
  SetRetention,
  TakeBackup,
  TryRule,
  UnlockWays,
  VaultState,
  VaultStatus,
  ZoneChange,
} from '../types';
import { CHECKS, FakeBackups } from './backup';
import { FakeEntities } from './entities';
import { previewed } from './exports';
import { FORMATS } from './formats';
import { FakeGuard } from './guard';
import { imported, preview } from './imports';
import { FakeInbox, FakeRadar } from './inbox';
import { facets, find, overview, related, timeline } from './library';
import { examination, FakeLog } from './log';
import { Organised } from './organised';
import { fold, marks, parse } from './query';
import { matchNames, suggest } from './suggest';
import { madeVault, type Thread } from './vault';

const fail = (code: ErrorCode, params: Record<string, string> = {}): ApiError => ({
  code,
  params,
  detail: '',
});
const clone = <T>(value: T): T => structuredClone(value);

export interface FakeOptions {
  state?: VaultState;
  demo?: boolean;
  threads?: Thread[];
  /** How often somebody tried to open it in vain. */
  failedAttempts?: number;
  /** Milliseconds between two steps of a job. */
  pace?: number;
}

export class FakeBackend implements Backend {
  /** Paths the next file dialog gives. */
  picks: string[] = ['/home/user/千牛-2023.txt', '/home/user/whatsapp.txt', '/home/user/broken.json'];
  folder: string | null = '/home/user/证据';
  /** The ways into the vault beside its password. */
  ways: UnlockWays = { recovery_words: false, quick_unlock: 'off' };
  /** Files that are there already. */
  existing: string[] = [];
  /** What the next examination finds. */
  examination = examination();
  readonly guard = new FakeGuard();
  readonly log = new FakeLog();
  readonly box = new FakeInbox();
  readonly entities = new FakeEntities();
  readonly expiry = new FakeRadar();
  /** Every call, for tests. */
  calls: [name: string, argument: unknown][] = [];
  #status: VaultStatus;
  #organised: Organised;
  #backups = new FakeBackups();
  #lock: LockSettings = { auto_lock_minutes: 10 };
  #cancelled = new Set<string>();
  #job = new Set<(progress: JobProgress) => void>();
  #vault = new Set<(status: VaultStatus) => void>();
  #landed = new Set<() => void>();
  #drop = new Set<(drop: FileDrop) => void>();
  #pace: number;

  constructor({
    state = 'open',
    demo = false,
    threads = madeVault(),
    pace = 0,
    failedAttempts = 0,
  }: FakeOptions = {}) {
    this.#organised = new Organised(threads);
    this.#pace = pace;
    this.#status = {
      state,
      path: '/home/user/言据',
      demo,
      version: '0.1.0',
      password_min: 8,
      failed_attempts: failedAttempts,
    };
  }

  /** As the address asks: `?vault=absent|locked|open&empty`. */
  static fromAddress(search: string): FakeBackend {
    const asked = new URLSearchParams(search);
    const state = (asked.get('vault') ?? 'absent') as VaultState;
    return new FakeBackend({
      state,
      threads: asked.has('empty') ? [] : undefined,
      pace: Number(asked.get('pace') ?? 60),
    });
  }

  /** Sends a drop to the window, as the shell would. */
  drop(drop: FileDrop): void {
    this.#drop.forEach((listener) => listener(drop));
  }

  /** Says that something landed in the in-box, as the shell would. */
  land(): void {
    this.#landed.forEach((listener) => listener());
  }

  async vaultStatus() {
    return clone(this.#status);
  }
  async createVault({ password }: { password: string }) {
    this.#longEnough(password);
    this.guard.password = password;
    return this.#set('open');
  }
  async openVault({ password }: { password: string }) {
    if (password !== this.guard.password) throw fail('wrong_password');
    return this.#set('open');
  }
  async openDemo() {
    this.#status.demo = true;
    return this.#set('open');
  }
  async lockVault() {
    this.guard.void();
    return this.#set('locked');
  }
  async pickVaultFolder() {
    return this.folder;
  }

  async lockSettings() {
    return clone(this.#lock);
  }
  async setLockSettings(request: LockSettings) {
    this.#lock = clone(request);
    this.log.note('setting_changed', {
      name: 'auto_lock_minutes',
      value: String(request.auto_lock_minutes),
    });
  }
  async noteActivity() {
    this.calls.push(['noteActivity', undefined]);
  }
  async confirm(request: Confirm): Promise<Grant> {
    this.calls.push(['confirm', request.operation]);
    const grant = this.guard.confirm(request);
    if (grant) return grant;
    this.log.note('confirm_failed', { operation: request.operation.operation });
    throw fail('wrong_password');
  }
  async readLog({ offset, limit }: AskLog) {
    return clone(this.log.page(offset, limit));
  }
  async examine(job: string) {
    await this.#run(job, ['examining']);
    return clone(this.examination);
  }

  async unlockWays() {
    return clone(this.ways);
  }
  async changePassword({ current, new: next }: ChangePassword) {
    this.#longEnough(next);
    if (current !== this.guard.password) throw fail('wrong_password');
    this.guard.password = next;
    this.log.note('password_changed');
  }
  async makeRecoveryWords({ language }: MakeRecoveryWords, grant: Grant): Promise<RecoveryPhrase> {
    this.#spend(grant, { operation: 'make_recovery_words' });
    this.ways.recovery_words = true;
    this.log.note('recovery_made');
    return { words: language === 'en' ? `${'zoo '.repeat(23)}vote` : `${'歇 '.repeat(23)}佳`, language };
  }
  async removeRecoveryWords(grant: Grant) {
    this.#spend(grant, { operation: 'remove_recovery_words' });
    if (!this.ways.recovery_words) throw fail('no_recovery_words');
    this.ways.recovery_words = false;
    this.log.note('recovery_removed');
  }
  async recoverVault({ words, password }: RecoverVault) {
    if (!this.ways.recovery_words) throw fail('no_recovery_words');
    if (words.includes('wrong')) throw fail('recovery_word_unknown', { number: '7' });
    const found = words.split(/\s+/).filter(Boolean).length;
    if (found !== 24) throw fail('recovery_words_incomplete', { found: String(found) });
    this.#longEnough(password);
    this.guard.password = password;
    return this.#set('open');
  }
  async enableQuickUnlock(grant: Grant) {
    this.#spend(grant, { operation: 'enable_quick_unlock' });
    if (this.ways.quick_unlock === 'unavailable') throw fail('keychain_unavailable');
    this.ways.quick_unlock = 'on';
    this.log.note('quick_unlock_enabled');
  }
  async disableQuickUnlock() {
    if (this.ways.quick_unlock === 'on') this.ways.quick_unlock = 'off';
    this.log.note('quick_unlock_disabled');
  }
  async openWithKeychain() {
    if (this.ways.quick_unlock !== 'on') throw fail('quick_unlock_off');
    return this.#set('open');
  }

  async overview() {
    this.calls.push(['overview', undefined]);
    return overview(this.#organised.threads, this.#organised.categories, this.#organised.saved);
  }
  async findConversations(request: Parameters<Backend['findConversations']>[0]) {
    this.calls.push(['findConversations', request]);
    return find(this.#organised.threads, request);
  }
  async searchMessages({ query }: { query: string }) {
    return { total: 0, pending: 0, took_ms: 0.4, query: parse(query), hits: [] };
  }
  async timeline(request: Parameters<Backend['timeline']>[0]) {
    this.calls.push(['timeline', request]);
    return timeline(this.#organised.threads, request);
  }
  async catchUp(job: string) {
    this.calls.push(['catchUp', job]);
  }
  async related({ to, limit }: { to: string; limit: number }) {
    this.calls.push(['related', to]);
    return related(this.#organised.threads, to, limit);
  }
  async facets(text: string) {
    this.calls.push(['facets', text]);
    return facets(this.#organised.threads, text);
  }
  async suggest({ word, limit }: { word: string; limit: number }) {
    this.calls.push(['suggest', word]);
    const { threads, categories, saved } = this.#organised;
    return suggest(threads, categories, saved, word, limit);
  }
  async matchNames({ word, names }: MatchNames) {
    return matchNames(word, names);
  }
  async parseQuery(text: string) {
    return parse(text);
  }

  async conversationDetail(id: string) {
    this.calls.push(['conversationDetail', id]);
    return clone(this.#thread(id).detail);
  }
  async transcript({ conversation, from_seq, limit, query }: Parameters<Backend['transcript']>[0]) {
    const { messages } = this.#thread(conversation);
    const { parts } = parse(query);
    const page = clone(messages.slice(from_seq - 1, from_seq - 1 + limit));
    return {
      total: messages.length,
      messages: page.map((m) => ({ ...m, marks: marks(parts, m.text), entities: this.entities.in(m.text) })),
    };
  }
  async findInConversation({ conversation, text }: { conversation: string; text: string }) {
    const found = this.#thread(conversation).messages.filter((m) => fold(m.text).includes(fold(text)));
    return { hits: text === '' ? [] : found.map((m) => ({ message: m.id, seq: m.seq })) };
  }
  mediaUrl(): string {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><linearGradient id="g" x2="1" y2="1"><stop stop-color="#c3d0da"/><stop offset="1" stop-color="#8fa3b4"/></linearGradient><rect width="120" height="80" fill="url(#g)"/></svg>`;
    return `data:image/svg+xml,${encodeURIComponent(picture)}`;
  }

  async annotate(request: Annotate): Promise<Receipt> {
    this.calls.push(['annotate', request]);
    return this.#organised.annotate(request);
  }
  async samePerson(request: SamePerson): Promise<Receipt> {
    this.calls.push(['samePerson', request]);
    return this.#organised.samePerson(request);
  }
  async undo() {
    return this.#organised.undo();
  }
  async redo() {
    return this.#organised.redo();
  }
  async saveCategory(request: SaveCategory): Promise<Receipt> {
    const saved = this.#organised.save(request);
    if (!saved) throw fail('name_taken');
    return saved;
  }
  async removeCategory(id: string): Promise<Receipt> {
    return this.#organised.remove(id);
  }

  async saveSearch(request: SaveSearch): Promise<Receipt> {
    this.calls.push(['saveSearch', request]);
    const saved = this.#organised.saveSearch(request);
    if (!saved) throw fail('name_taken');
    return saved;
  }
  async moveSavedSearch({ id, to }: MoveSavedSearch): Promise<Receipt> {
    return this.#organised.moveSearch(id, to);
  }
  async removeSavedSearch(id: string): Promise<Receipt> {
    return this.#organised.removeSearch(id);
  }

  async formats() {
    return clone(FORMATS);
  }
  async pickImportFiles() {
    return this.picks;
  }
  async pickImportFolder() {
    return this.picks[0] ?? null;
  }
  async previewImport(job: string, request: Parameters<Backend['previewImport']>[1]) {
    this.calls.push(['previewImport', request]);
    await this.#run(job, ['reading']);
    return preview(request);
  }
  async importFiles(job: string, request: Parameters<Backend['importFiles']>[1]) {
    this.calls.push(['importFiles', request]);
    await this.#run(job, ['keeping', 'reading', 'indexing']);
    return imported(request);
  }

  async previewZone(request: ChangeZone): Promise<ZoneChange> {
    this.calls.push(['previewZone', request]);
    return this.#organised.zone(request);
  }
  async changeZone(job: string, request: ChangeZone): Promise<ZoneChange> {
    this.calls.push(['changeZone', request]);
    const change = this.#organised.rezone(request);
    await this.#run(job, ['indexing']);
    this.log.note('zone_changed', {
      file: request.of.join(' '),
      before: change.from,
      after: change.to,
      messages: String(change.messages),
    });
    return change;
  }

  async previewExport(job: string, request: ExportRequest): Promise<ExportPreview> {
    this.calls.push(['previewExport', request]);
    await this.#run(job, ['gathering']);
    return previewed(request, this.#organised.threads, this.existing);
  }
  async exportDocument(job: string, request: ExportRequest, grant: Grant) {
    this.#spend(grant, { operation: 'export', request });
    this.calls.push(['exportDocument', request]);
    const { messages, conversations, complete, omitted } = await this.previewExport(job, request);
    await this.#run(job, ['gathering', 'laying_out', 'writing']);
    const sha256 = '41be9c02d7087a1c0e4b6d39f2c41be5d7087a1c0e4b6d39f2c41be5d7089c02';
    const outputs = request.outputs.map(({ path, format }) => ({
      path,
      format,
      sha256,
      bytes: 384_120,
      pages: format === 'pdf' ? 12 : null,
      uncovered: [],
    }));
    const manifest = `${outputs[0]?.path ?? ''}.manifest.json`;
    return { outputs, messages, conversations, complete, omitted, number: 'YJ-20231122-0007', manifest };
  }
  async pickExportFolder() {
    return this.folder;
  }

  async inbox() {
    return this.box.status();
  }
  async setInbox(request: SetInbox) {
    this.calls.push(['setInbox', request]);
    return this.box.set(request);
  }
  async lookIntoInbox(job: string, request: Look) {
    this.calls.push(['lookIntoInbox', request]);
    await this.#run(job, ['keeping', 'reading']);
    return clone(this.box.look(request));
  }
  async pickInboxFolder() {
    return this.folder;
  }
  async suggestInbox(name: string) {
    return `/home/user/文档/${name}`;
  }
  async recognised(conversation: string) {
    return this.entities.of(this.#thread(conversation));
  }
  async entityRules() {
    return this.entities.rules();
  }
  async saveEntityRules(request: SaveRules) {
    this.calls.push(['saveEntityRules', request]);
    return this.entities.save(request);
  }
  async tryEntityRule(request: TryRule) {
    const found = this.entities.try(request);
    if (!found) throw fail('pattern_invalid', { fault: 'syntax', position: '0', kind: 'unnamed' });
    return found;
  }
  async radar() {
    return clone(this.expiry.radar());
  }
  async setRetention({ platform, retention }: SetRetention) {
    this.calls.push(['setRetention', { platform, retention }]);
    const radar = this.expiry.set(platform, retention);
    if (!radar) throw fail('invalid_value', { name: 'days', value: '0' });
    return clone(radar);
  }
  async radarReminders() {
    return clone(this.expiry.reminders());
  }

  /** The place of the backups, to arrange what a test needs. */
  get place(): FakeBackups {
    return this.#backups;
  }
  async backupStatus() {
    return this.#backups.status();
  }
  async setBackupPlan(request: BackupPlan) {
    this.calls.push(['setBackupPlan', request]);
    return this.#backups.plan(request);
  }
  async pickBackupFolder() {
    return this.folder;
  }
  async backups() {
    return clone(this.#backups.snapshots);
  }
  async backupsAt({ path, password }: OpenBackup) {
    if (password !== this.guard.password) throw fail('wrong_password');
    if (!this.#backups.snapshots.length) throw fail('backup_absent', { path });
    return clone(this.#backups.snapshots);
  }
  async backUp(job: string, request: TakeBackup) {
    this.calls.push(['backUp', request]);
    await this.#run(job, ['copying']);
    const { messages, conversations } = overview(
      this.#organised.threads,
      this.#organised.categories,
      this.#organised.saved,
    );
    const report = this.#backups.take(request.folder, { messages, conversations });
    if (report === 'unset') throw fail('backup_unset');
    if (report === 'absent') throw fail('backup_place', { path: '/media/disk', reason: 'absent' });
    return clone(report);
  }
  async backUpIfDue(job: string) {
    return this.#backups.status().due ? this.backUp(job, { folder: null, full: false }) : null;
  }
  async rehearseBackup(job: string, { snapshot }: RehearseBackup) {
    await this.#run(job, ['copying', 'verifying']);
    const rehearsal = this.#backups.rehearse(snapshot);
    if (!rehearsal) throw fail('backup_absent', { path: this.folder ?? '' });
    return clone(rehearsal);
  }
  async verifyBackup(job: string, { password }: OpenBackup) {
    if (password !== this.guard.password) throw fail('wrong_password');
    await this.#run(job, ['verifying']);
    return { ok: true, checks: clone(CHECKS) };
  }
  async restoreVault(job: string, request: RestoreVault) {
    const { password } = request;
    this.calls.push(['restoreVault', request]);
    if (password !== this.guard.password) throw fail('wrong_password');
    await this.#run(job, ['copying', 'indexing']);
    return this.#set('open');
  }

  async cancelJob(job: string) {
    this.calls.push(['cancelJob', job]);
    this.#cancelled.add(job);
  }
  async showInFolder(path: string) {
    this.calls.push(['showInFolder', path]);
  }

  onJob(listener: (progress: JobProgress) => void): Unlisten {
    this.#job.add(listener);
    return () => this.#job.delete(listener);
  }
  onVault(listener: (status: VaultStatus) => void): Unlisten {
    this.#vault.add(listener);
    return () => this.#vault.delete(listener);
  }
  onInbox(listener: () => void): Unlisten {
    this.#landed.add(listener);
    return () => this.#landed.delete(listener);
  }
  onFileDrop(listener: (drop: FileDrop) => void): Unlisten {
    this.#drop.add(listener);
    return () => this.#drop.delete(listener);
  }

  #spend(grant: Grant, operation: Operation) {
    if (this.guard.spend(grant, operation)) return;
    throw fail('confirmation_needed', { operation: operation.operation });
  }

  #longEnough(password: string) {
    if ([...password].length < this.#status.password_min) throw fail('password_too_short', { min: '8' });
  }

  #set(state: VaultState): VaultStatus {
    this.#status.state = state;
    return clone(this.#status);
  }

  #thread(id: string): Thread {
    const found = this.#organised.threads.find((t) => t.detail.row.id === id);
    if (!found) throw fail('not_found', { what: 'conversation', id });
    return found;
  }

  async #run(job: string, phases: JobProgress['phase'][]): Promise<void> {
    for (const phase of phases) {
      for (let done = 0; done <= 10; done += 1) {
        if (this.#cancelled.has(job)) throw fail('cancelled');
        this.#job.forEach((listener) => listener({ job, phase, done: done * 120, total: 1200 }));
        if (this.#pace > 0) await new Promise((resolve) => setTimeout(resolve, this.#pace));
      }
    }
  }
}
