export { Backups } from './backups.svelte';
export { default as BackupSheet } from './BackupSheet.svelte';
export { default as LastBackup } from './LastBackup.svelte';
