export { Settings } from './settings.svelte';
export { default as SettingsMenu } from './SettingsMenu.svelte';
