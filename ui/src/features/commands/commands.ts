/** Commands: one table from which the keys, the palette and the sheet of keys are made. */
import { t, type Key } from '../../i18n';
import { holdsUnsaved, isTyping } from '../../lib/typing';

export interface Command {
  name: Key;
  run: () => void;
  /** As written on the sheet: `Ctrl+Shift+Z`, `J`, `?`. */
  keys?: string[];
  group: 'everywhere' | 'list' | 'reading';
  /** Keys also work while a text field has the focus; `stored`: unless something in it is not stored yet. */
  whileTyping?: boolean | 'stored';
  /** Left out of the palette: it is about the place of the focus. */
  local?: boolean;
  /** Whether it can be done now. */
  enabled?: () => boolean;
}

/** Whether an event is the press of these keys. */
export function pressed(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  const ctrl = event.ctrlKey || event.metaKey;
  // Signs such as ? need Shift on some keyboards and not on others.
  const shiftAgrees = wants('Shift') === event.shiftKey || /^[^A-Za-z0-9]$/.test(key);
  return (
    event.key.toLowerCase() === key.toLowerCase() && wants('Ctrl') === ctrl && shiftAgrees && !event.altKey
  );
}

const SIGNS: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

/** Keys as they stand on a keyboard. */
export function written(keys: string): string {
  return keys
    .split('+')
    .map((key) => SIGNS[key] ?? key)
    .join('+');
}

/** Whether a press of keys is this command's, and not the field's that has the focus. */
export function answers(command: Command, event: KeyboardEvent): boolean {
  if (!command.keys?.some((keys) => pressed(event, keys)) || !(command.enabled?.() ?? true)) return false;
  if (command.whileTyping === 'stored') return !holdsUnsaved(event.target);
  return command.whileTyping === true || !isTyping(event);
}

/** Commands whose name holds what was typed, or its letters in order, or is one of those that it spells. */
export function matching(commands: Command[], typed: string, spelt: string[] = []): Command[] {
  const sought = typed.trim().toLowerCase();
  return commands.filter(({ name, local, enabled }) => {
    const isMeant = holds(t(name).toLowerCase(), sought) || spelt.includes(t(name));
    return !local && (enabled?.() ?? true) && isMeant;
  });
}

function holds(name: string, sought: string): boolean {
  if (name.includes(sought)) return true;
  let at = 0;
  for (const char of name) if (char === sought[at]) at += 1;
  return at === sought.length && /^[a-z]*$/.test(sought);
}
