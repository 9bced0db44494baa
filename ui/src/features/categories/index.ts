export { default as CategoryEditor } from './CategoryEditor.svelte';
