export { clock, day, dayHeading, moment, month, span, when } from './dates';
export { kindMark } from './kinds';
export { language, setLanguage, type Key, type Language } from './language.svelte';
export {
  asApiError,
  backupFailure,
  bytes,
  number,
  place,
  reasons,
  sentence,
  t,
  tcode,
  tn,
  words,
  type Params,
} from './text';
