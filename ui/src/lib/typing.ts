/** Whether a key is meant for the field that has the focus. */

/** Whether keys pressed here are meant as text. A menu of choices takes letters, but no chords. */
export function isTyping({ target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const fields = 'input:not([type=radio],[type=checkbox]), textarea, [contenteditable]';
  return target.closest(ctrlKey || metaKey ? fields : `${fields}, select`) !== null;
}

/** Whether the field holds something typed that is not stored: its own undo takes that back. */
export function holdsUnsaved(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false;
  return target.value !== '' && target.value !== target.dataset.saved;
}
