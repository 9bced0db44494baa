export { default as HowtoSheet } from './HowtoSheet.svelte';
export { default as Origins } from './Origins.svelte';
