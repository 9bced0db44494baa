export { Rezoning, type ReadInZone } from './rezoning.svelte';
export { default as ZoneChoice } from './ZoneChoice.svelte';
export { default as ZoneDialog } from './ZoneDialog.svelte';
export { asAssumed, assumed } from './zones';
