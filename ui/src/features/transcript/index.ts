export { Reading } from './reading.svelte';
export { default as ReadingPane } from './ReadingPane.svelte';
