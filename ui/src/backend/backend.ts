/** The border to the engine as the window sees it: one method per command, two events, file drops. */
import type {
  Annotate,
  AskSuggestions,
  AskTimeline,
  AskTranscript,
  ChangePassword,
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
  MakeRecoveryWords,
  OpenVault,
  Overview,
  ParsedQuery,
  Receipt,
  RecoverVault,
  RecoveryPhrase,
  SaveCategory,
  SearchPage,
  Suggestion,
  Timeline,
  Transcript,
  UnlockWays,
  VaultStatus,
  WhichVault,
} from './types';

/** Every method rejects with an `ApiError`. */
export interface Backend {
  vaultStatus(): Promise<VaultStatus>;
  createVault(request: CreateVault): Promise<VaultStatus>;
  openVault(request: OpenVault): Promise<VaultStatus>;
  openDemo(): Promise<VaultStatus>;
  lockVault(): Promise<VaultStatus>;
  pickVaultFolder(): Promise<string | null>;

  unlockWays(request: WhichVault): Promise<UnlockWays>;
  changePassword(request: ChangePassword): Promise<void>;
  makeRecoveryWords(request: MakeRecoveryWords): Promise<RecoveryPhrase>;
  removeRecoveryWords(): Promise<void>;
  recoverVault(request: RecoverVault): Promise<VaultStatus>;
  enableQuickUnlock(): Promise<void>;
  disableQuickUnlock(): Promise<void>;
  openWithKeychain(request: WhichVault): Promise<VaultStatus>;

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

  previewExport(job: string, request: ExportRequest): Promise<ExportPreview>;
  exportDocument(job: string, request: ExportRequest): Promise<ExportReport>;
  pickExportFolder(): Promise<string | null>;
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
