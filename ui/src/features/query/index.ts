export { Query } from './query.svelte';
export { default as SearchField } from './SearchField.svelte';
export { kindName, marksOf, partText, proposedName, shown, valueName } from './wording';
