export { default as Due } from './Due.svelte';
export { standing } from './left';
export { Radar } from './radar.svelte';
export { default as RadarSheet } from './RadarSheet.svelte';
