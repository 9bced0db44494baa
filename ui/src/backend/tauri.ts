/** The border over Tauri. The only place that knows `@tauri-apps`. */
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend, Unlisten } from './backend';

const request =
  <A, R>(command: string) =>
  (value: A) =>
    invoke<R>(command, { request: value });
const job =
  <A, R>(command: string) =>
  (name: string, value: A) =>
    invoke<R>(command, { job: name, request: value });
const plain =
  <R>(command: string) =>
  () =>
    invoke<R>(command);

/** Listens to an event of the shell; the promise of `listen` is hidden from the caller. */
function on<T>(event: string, listener: (payload: T) => void): Unlisten {
  const stop = listen<T>(event, ({ payload }) => listener(payload));
  return () => void stop.then((unlisten) => unlisten());
}

export const tauri: Backend = {
  vaultStatus: plain('vault_status'),
  createVault: request('create_vault'),
  openVault: request('open_vault'),
  openDemo: plain('open_demo'),
  lockVault: plain('lock_vault'),
  pickVaultFolder: plain('pick_vault_folder'),

  lockSettings: plain('lock_settings'),
  setLockSettings: request('set_lock_settings'),
  noteActivity: plain('note_activity'),
  confirm: request('confirm'),
  readLog: request('read_log'),
  examine: (job) => invoke('examine', { job }),
  unlockWays: request('unlock_ways'),
  changePassword: request('change_password'),
  makeRecoveryWords: (value, grant) => invoke('make_recovery_words', { request: value, grant }),
  removeRecoveryWords: (grant) => invoke('remove_recovery_words', { grant }),
  recoverVault: request('recover_vault'),
  enableQuickUnlock: (grant) => invoke('enable_quick_unlock', { grant }),
  disableQuickUnlock: plain('disable_quick_unlock'),
  openWithKeychain: request('open_with_keychain'),

  overview: plain('overview'),
  catchUp: (job) => invoke('catch_up', { job }),
  findConversations: request('find_conversations'),
  searchMessages: request('search_messages'),
  timeline: request('timeline'),
  related: request('related'),
  facets: (text) => invoke('facets', { text }),
  suggest: request('suggest'),
  matchNames: request('match_names'),
  parseQuery: (text) => invoke('parse_query', { text }),

  conversationDetail: (id) => invoke('conversation_detail', { id }),
  transcript: request('transcript'),
  findInConversation: request('find_in_conversation'),
  // Windows' WebView2 reaches an own scheme under another address; the API knows which.
  mediaUrl: (attachment) => convertFileSrc(attachment, 'media'),

  annotate: request('annotate'),
  samePerson: request('same_person'),
  undo: plain('undo'),
  redo: plain('redo'),
  saveCategory: request('save_category'),
  removeCategory: (id) => invoke('remove_category', { id }),
  saveSearch: request('save_search'),
  moveSavedSearch: request('move_saved_search'),
  removeSavedSearch: (id) => invoke('remove_saved_search', { id }),

  formats: plain('formats'),
  pickImportFiles: plain('pick_import_files'),
  pickImportFolder: plain('pick_import_folder'),
  previewImport: job('preview_import'),
  importFiles: job('import_files'),
  previewZone: request('preview_zone'),
  changeZone: job('change_zone'),

  previewExport: job('preview_export'),
  exportDocument: (name, value, grant) => invoke('export_document', { job: name, request: value, grant }),
  pickExportFolder: plain('pick_export_folder'),

  inbox: plain('inbox'),
  setInbox: request('set_inbox'),
  lookIntoInbox: job('look_into_inbox'),
  pickInboxFolder: plain('pick_inbox_folder'),
  suggestInbox: (name) => invoke('suggest_inbox', { name }),
  recognised: (id) => invoke('recognised', { id }),
  entityRules: plain('entity_rules'),
  saveEntityRules: request('save_entity_rules'),
  tryEntityRule: request('try_entity_rule'),
  radar: plain('radar'),
  setRetention: request('set_retention'),
  radarReminders: plain('radar_reminders'),

  backupStatus: plain('backup_status'),
  setBackupPlan: request('set_backup_plan'),
  pickBackupFolder: plain('pick_backup_folder'),
  backups: plain('backups'),
  backupsAt: request('backups_at'),
  backUp: job('back_up'),
  backUpIfDue: (name) => invoke('back_up_if_due', { job: name }),
  rehearseBackup: job('rehearse_backup'),
  verifyBackup: job('verify_backup'),
  restoreVault: job('restore_vault'),

  cancelJob: (name) => invoke('cancel_job', { job: name }),
  showInFolder: (path) => invoke('show_in_folder', { path }),

  onJob: (listener) => on('job', listener),
  onVault: (listener) => on('vault', listener),
  onInbox: (listener) => on('inbox', listener),
  onFileDrop(listener) {
    const stops = [
      on('tauri://drag-enter', () => listener({ phase: 'over' })),
      on('tauri://drag-leave', () => listener({ phase: 'left' })),
      on<{ paths: string[] }>('tauri://drag-drop', ({ paths }) => listener({ phase: 'dropped', paths })),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
