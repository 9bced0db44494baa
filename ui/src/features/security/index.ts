export { Security } from './security.svelte';
export { default as SecuritySheet } from './SecuritySheet.svelte';
