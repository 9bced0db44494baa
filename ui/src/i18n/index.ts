export { clock, day, dayHeading, moment, month, span, when } from './dates';
export { language, setLanguage, type Key, type Language } from './language.svelte';
export { asApiError, bytes, number, place, sentence, t, tcode, tn, type Params } from './text';
