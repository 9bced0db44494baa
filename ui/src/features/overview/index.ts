export { Breakdown } from './breakdown.svelte';
export { Library } from './overview.svelte';
export { default as Sidebar } from './Sidebar.svelte';
