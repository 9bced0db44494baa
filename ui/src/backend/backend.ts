/** The border to the engine as the window sees it: one method per command, two events, file drops. */
import type {
  Annotate,
  AskSuggestions,
  AskTimeline,
  AskTranscript,
  BackupPlan,
  BackupReport,
  BackupSnapshot,
  BackupStatus,
  ConversationDetail,
  ConversationPage,
  CreateVault,
  ExportPreview,
  ExportReport,
  ExportRequest,
  Find,
  FindInConversation,
  FormatRow,
  FoundInConversation,
  ImportPreview,
  ImportReport,
  ImportRequest,
  JobProgress,
  OpenBackup,
  OpenVault,
  Overview,
  ParsedQuery,
  Receipt,
  Rehearsal,
  RehearseBackup,
  RestoreVault,
  SaveCategory,
  SearchPage,
  Suggestion,
  TakeBackup,
  Timeline,
  Transcript,
  VaultStatus,
  Verification,
} from './types';

/** Every method rejects with an `ApiError`. */
export interface Backend {
  vaultStatus(): Promise<VaultStatus>;
  createVault(request: CreateVault): Promise<VaultStatus>;
  openVault(request: OpenVault): Promise<VaultStatus>;
  openDemo(): Promise<VaultStatus>;
  lockVault(): Promise<VaultStatus>;
  pickVaultFolder(): Promise<string | null>;

  overview(): Promise<Overview>;
  findConversations(request: Find): Promise<ConversationPage>;
  searchMessages(request: Find): Promise<SearchPage>;
  timeline(request: AskTimeline): Promise<Timeline>;
  suggest(request: AskSuggestions): Promise<Suggestion[]>;
  parseQuery(text: string): Promise<ParsedQuery>;

  conversationDetail(id: string): Promise<ConversationDetail>;
  transcript(request: AskTranscript): Promise<Transcript>;
  findInConversation(request: FindInConversation): Promise<FoundInConversation>;
  /** The address of an attachment's bytes, for an `<img>`. */
  mediaUrl(attachment: string): string;

  annotate(request: Annotate): Promise<Receipt>;
  undo(): Promise<Receipt | null>;
  redo(): Promise<Receipt | null>;
  saveCategory(request: SaveCategory): Promise<Receipt>;
  removeCategory(id: string): Promise<Receipt>;

  formats(): Promise<FormatRow[]>;
  pickImportFiles(): Promise<string[]>;
  pickImportFolder(): Promise<string | null>;
  previewImport(job: string, request: ImportRequest): Promise<ImportPreview>;
  importFiles(job: string, request: ImportRequest): Promise<ImportReport>;

  previewExport(request: ExportRequest): Promise<ExportPreview>;
  exportDocument(job: string, request: ExportRequest): Promise<ExportReport>;
  pickExportFolder(): Promise<string | null>;

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
  onFileDrop(listener: (drop: FileDrop) => void): Unlisten;
}

/** Stops listening. */
export type Unlisten = () => void;

/** Files dragged over the window. */
export type FileDrop = { phase: 'over' } | { phase: 'left' } | { phase: 'dropped'; paths: string[] };
