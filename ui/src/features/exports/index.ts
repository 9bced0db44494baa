export { Exporting } from './export.svelte';
export { default as ExportDialog } from './ExportDialog.svelte';
