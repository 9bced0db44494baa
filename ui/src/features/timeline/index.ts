export { Timeline } from './timeline.svelte';
export { default as TimelineBar } from './TimelineBar.svelte';
