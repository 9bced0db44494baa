export { default as JobBar } from './JobBar.svelte';
export { Jobs } from './jobs.svelte';
