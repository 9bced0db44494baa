/** The border to the engine as the window sees it: one method per command, two events, file drops. */
import type {
  Annotate,
  AskLog,
  AskSuggestions,
  AskRelated,
  AskTimeline,
  AskTranscript,
  BackupPlan,
  BackupReport,
  BackupSnapshot,
  BackupStatus,
  ChangePassword,
  ChangeZone,
  Confirm,
  ConversationDetail,
  ConversationPage,
  CreateVault,
  EntityMark,
  EntityRules,
  Examination,
  ExportPreview,
  ExportReport,
  ExportRequest,
  Facets,
  Find,
  FindInConversation,
  FormatRow,
  FoundInConversation,
  Grant,
  ImportPreview,
  ImportReport,
  ImportRequest,
  InboxLook,
  InboxStatus,
  JobProgress,
  LockSettings,
  LogPage,
  Look,
  MakeRecoveryWords,
  MatchNames,
  MoveSavedSearch,
  NameMatch,
  OpenBackup,
  OpenVault,
  Overview,
  ParsedQuery,
  Radar,
  RadarSource,
  Receipt,
  Recognised,
  RecoverVault,
  RecoveryPhrase,
  Rehearsal,
  RehearseBackup,
  RelatedRow,
  RestoreVault,
  SamePerson,
  SaveCategory,
  SaveRules,
  SaveSearch,
  SearchPage,
  SetInbox,
  SetRetention,
  Suggestion,
  TakeBackup,
  Timeline,
  Transcript,
  TryRule,
  UnlockWays,
  VaultStatus,
  Verification,
  WhichVault,
  ZoneChange,
} from './types';

/** Every method rejects with an `ApiError`. */
export interface Backend {
  vaultStatus(): Promise<VaultStatus>;
  createVault(request: CreateVault): Promise<VaultStatus>;
  openVault(request: OpenVault): Promise<VaultStatus>;
  openDemo(): Promise<VaultStatus>;
  lockVault(): Promise<VaultStatus>;
  pickVaultFolder(): Promise<string | null>;

  lockSettings(): Promise<LockSettings>;
  setLockSettings(request: LockSettings): Promise<void>;
  /** A person is there: a key, the pointer. */
  noteActivity(): Promise<void>;
  /** The password asked for again, for one operation; the grant is good once, for a minute. */
  confirm(request: Confirm): Promise<Grant>;
  readLog(request: AskLog): Promise<LogPage>;
  examine(job: string): Promise<Examination>;
  unlockWays(request: WhichVault): Promise<UnlockWays>;
  changePassword(request: ChangePassword): Promise<void>;
  makeRecoveryWords(request: MakeRecoveryWords, grant: Grant): Promise<RecoveryPhrase>;
  removeRecoveryWords(grant: Grant): Promise<void>;
  recoverVault(request: RecoverVault): Promise<VaultStatus>;
  enableQuickUnlock(grant: Grant): Promise<void>;
  disableQuickUnlock(): Promise<void>;
  openWithKeychain(request: WhichVault): Promise<VaultStatus>;

  overview(): Promise<Overview>;
  /** Brings the search index up to date. */
  catchUp(job: string): Promise<void>;
  findConversations(request: Find): Promise<ConversationPage>;
  searchMessages(request: Find): Promise<SearchPage>;
  timeline(request: AskTimeline): Promise<Timeline>;
  /** What else is about the same. */
  related(request: AskRelated): Promise<RelatedRow[]>;
  /** What a query finds, broken down. */
  facets(text: string): Promise<Facets>;
  suggest(request: AskSuggestions): Promise<Suggestion[]>;
  /** Which of some names are meant by what is being typed, by a part or by their pinyin. */
  matchNames(request: MatchNames): Promise<NameMatch[]>;
  parseQuery(text: string): Promise<ParsedQuery>;

  conversationDetail(id: string): Promise<ConversationDetail>;
  transcript(request: AskTranscript): Promise<Transcript>;
  findInConversation(request: FindInConversation): Promise<FoundInConversation>;
  /** The address of an attachment's bytes, for an `<img>`. */
  mediaUrl(attachment: string): string;

  annotate(request: Annotate): Promise<Receipt>;
  /** Participants are one person, or (without one who is kept) they are not. */
  samePerson(request: SamePerson): Promise<Receipt>;
  undo(): Promise<Receipt | null>;
  redo(): Promise<Receipt | null>;
  saveCategory(request: SaveCategory): Promise<Receipt>;
  removeCategory(id: string): Promise<Receipt>;
  saveSearch(request: SaveSearch): Promise<Receipt>;
  moveSavedSearch(request: MoveSavedSearch): Promise<Receipt>;
  removeSavedSearch(id: string): Promise<Receipt>;

  formats(): Promise<FormatRow[]>;
  pickImportFiles(): Promise<string[]>;
  pickImportFolder(): Promise<string | null>;
  previewImport(job: string, request: ImportRequest): Promise<ImportPreview>;
  importFiles(job: string, request: ImportRequest): Promise<ImportReport>;
  /** What reading files in another zone would change. */
  previewZone(request: ChangeZone): Promise<ZoneChange>;
  changeZone(job: string, request: ChangeZone): Promise<ZoneChange>;

  previewExport(job: string, request: ExportRequest): Promise<ExportPreview>;
  exportDocument(job: string, request: ExportRequest, grant: Grant): Promise<ExportReport>;
  pickExportFolder(): Promise<string | null>;

  inbox(): Promise<InboxStatus>;
  setInbox(request: SetInbox): Promise<InboxStatus>;
  lookIntoInbox(job: string, request: Look): Promise<InboxLook>;
  pickInboxFolder(): Promise<string | null>;
  /** A folder of this name among the user's documents; `null` where there are none. */
  suggestInbox(name: string): Promise<string | null>;
  /** What the messages of a conversation speak of. */
  recognised(conversation: string): Promise<Recognised>;
  entityRules(): Promise<EntityRules>;
  saveEntityRules(request: SaveRules): Promise<EntityRules>;
  tryEntityRule(request: TryRule): Promise<EntityMark[]>;
  radar(): Promise<Radar>;
  setRetention(request: SetRetention): Promise<Radar>;
  /** Those of which the user is to be told now; each is given once. */
  radarReminders(): Promise<RadarSource[]>;

  backupStatus(): Promise<BackupStatus>;
  setBackupPlan(request: BackupPlan): Promise<BackupStatus>;
  pickBackupFolder(): Promise<string | null>;
  /** The snapshots of the open vault in its planned folder, the latest first. */
  backups(): Promise<BackupSnapshot[]>;
  /** Those of any backup; no vault need be open. */
  backupsAt(request: OpenBackup): Promise<BackupSnapshot[]>;
  backUp(job: string, request: TakeBackup): Promise<BackupReport>;
  /** For a timer; `null` where none is due. */
  backUpIfDue(job: string): Promise<BackupReport | null>;
  rehearseBackup(job: string, request: RehearseBackup): Promise<Rehearsal>;
  verifyBackup(job: string, request: OpenBackup): Promise<Verification>;
  /** Restores a vault into a new place and opens it. */
  restoreVault(job: string, request: RestoreVault): Promise<VaultStatus>;

  cancelJob(job: string): Promise<void>;
  showInFolder(path: string): Promise<void>;

  onJob(listener: (progress: JobProgress) => void): Unlisten;
  /** The vault changed its state outside a command, as by locking itself. */
  onVault(listener: (status: VaultStatus) => void): Unlisten;
  /** Something landed in the in-box. */
  onInbox(listener: () => void): Unlisten;
  onFileDrop(listener: (drop: FileDrop) => void): Unlisten;
}

/** Stops listening. */
export type Unlisten = () => void;

/** Files dragged over the window. */
export type FileDrop = { phase: 'over' } | { phase: 'left' } | { phase: 'dropped'; paths: string[] };
