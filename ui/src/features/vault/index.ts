export { watchActivity } from './activity';
export { default as Doors } from './Doors.svelte';
export { default as NewPassword } from './NewPassword.svelte';
export { default as Seal } from './Seal.svelte';
export { default as Unlock } from './Unlock.svelte';
export { Vault } from './vault.svelte';
