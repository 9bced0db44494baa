/** Input methods: while a person composes a word, its letters are not yet theirs to act on. */

/** Whether a key belongs to a running composition. WebKit ends it before the Enter that does so: code 229. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
