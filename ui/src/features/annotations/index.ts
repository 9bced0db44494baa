export { default as Inspector } from './Inspector.svelte';
export { Organiser } from './organiser.svelte';
