export { ConversationList } from './list.svelte';
export { default as List } from './List.svelte';
