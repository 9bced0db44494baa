export { default as Dialog } from './Dialog.svelte';
export { default as Icon } from './Icon.svelte';
export type { IconName } from './icons';
export { default as PasswordField } from './PasswordField.svelte';
export { default as Problem } from './Problem.svelte';
export { default as State } from './State.svelte';
export { default as VirtualList } from './VirtualList.svelte';
export { default as Words } from './Words.svelte';
export { default as TextField } from './TextField.svelte';
