export { default as RelatedSection } from './RelatedSection.svelte';
