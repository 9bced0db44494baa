export { answers, type Command } from './commands';
export { default as KeysSheet } from './KeysSheet.svelte';
export { default as Palette } from './Palette.svelte';
