export { default as EntityActions } from './EntityActions.svelte';
export { part } from './part';
export { default as RecognisedSection } from './RecognisedSection.svelte';
export { Rules } from './rules.svelte';
export { default as RulesSheet } from './RulesSheet.svelte';
