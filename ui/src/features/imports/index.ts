export { default as DropZone } from './DropZone.svelte';
export { Importing } from './import.svelte';
export { default as ImportDialog } from './ImportDialog.svelte';
export { default as PasteAnywhere } from './PasteAnywhere.svelte';
