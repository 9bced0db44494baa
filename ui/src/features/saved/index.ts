export { default as SavedSheet } from './SavedSheet.svelte';
export { Saved } from './saved.svelte';
