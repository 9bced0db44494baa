export { default as LogSheet } from './LogSheet.svelte';
