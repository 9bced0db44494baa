export { Query } from './query.svelte';
export { default as SearchField } from './SearchField.svelte';
export { kindName, partText, proposedName, valueName } from './wording';
