export { default as ConfirmStep } from './ConfirmStep.svelte';
