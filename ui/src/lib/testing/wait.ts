/** Waiting for the window in tests: until something is so, never for a time. */
import { waitFor } from '@testing-library/svelte';

/** The element of a test id, once it is there. */
export async function appears(testid: string): Promise<HTMLElement> {
  return waitFor(() => {
    const found = document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
    if (!found) throw new Error(`there is no ${testid}`);
    return found;
  });
}

/** Types a text as a keyboard would, without composition. */
export function type(input: HTMLElement, text: string): void {
  if (!(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement))
    throw new Error('not a text field');
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Presses a key. Gives whether the window let the browser act on it. */
export function press(on: HTMLElement, key: string, more: KeyboardEventInit = {}): boolean {
  return on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
}
