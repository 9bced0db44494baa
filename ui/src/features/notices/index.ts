export { Notices } from './notices.svelte';
export { default as Toasts } from './Toasts.svelte';
