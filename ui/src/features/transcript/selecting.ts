/** Selecting a message by pressing it: alone, with Ctrl one more, with Shift all from the last. */

export type How = 'one' | 'more' | 'range';

/** For `{@attach}`. The time button does the same by keyboard; pressing while words are selected does nothing. */
export function selecting(onselect: (how: How) => void) {
  return (row: HTMLElement): (() => void) => {
    const pressed = (event: MouseEvent): void => {
      const on = event.target instanceof Element ? event.target : null;
      const wordsSelected = getSelection()?.isCollapsed === false;
      const modified = event.ctrlKey || event.metaKey || event.shiftKey;
      if (on?.closest('[data-select]') === null && (wordsSelected || !modified)) return;
      onselect(event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'more' : 'one');
    };
    row.addEventListener('click', pressed);
    return () => row.removeEventListener('click', pressed);
  };
}
