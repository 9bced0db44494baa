export { Inbox } from './inbox.svelte';
export { default as InboxMark } from './InboxMark.svelte';
export { default as InboxSheet } from './InboxSheet.svelte';
