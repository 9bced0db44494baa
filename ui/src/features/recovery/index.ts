export { default as Phrase } from './Phrase.svelte';
export { default as WordList } from './WordList.svelte';
