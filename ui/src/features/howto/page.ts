/** What a page of "how to get your records out" is made of. Its words are in the locale files, below `howto.`. */
import type { IconName } from '../../design';
import type { Key } from '../../i18n';

/** Places and things that records pass on their way out, as they are drawn. */
export const MARKS = {
  phone: 'phone',
  computer: 'computer',
  console: 'console',
  terminal: 'terminal',
  select: 'select',
  export: 'out',
  mail: 'mail',
  copy: 'copy',
  file: 'file',
  archive: 'archive',
  table: 'table',
} as const satisfies Record<string, IconName>;
export type Mark = keyof typeof MARKS;

export const GROUPS = ['chat', 'work', 'shop', 'desk', 'mail', 'general'] as const;
export type Group = (typeof GROUPS)[number];

/** One way that the maker allows. */
export interface Route {
  title: Key;
  /** One step a line. */
  steps: Key;
  way: Mark[];
  /** What is typed or asked for, as it stands. */
  command?: string;
}

export interface Page {
  id: string;
  name: Key;
  group: Group;
  /** Who can export from a platform: everyone, an administrator, or no user, so that copying is what remains. */
  access?: 'everyone' | 'staff' | 'copy';
  /** Other words by which it is looked for: initials, pinyin, names. */
  known: string;
  routes: Route[];
  gives: Key;
  /** One remark a line. */
  mind: Key;
  /** How far back the maker lets one go, where that is known. */
  span?: Key;
  /** Files of other tools that are read, too. */
  held?: Key;
  /** The ids of the engine's formats that belong here. */
  formats: string[];
}

type RouteName<K = Key> = K extends `howto.${infer Name}_steps` ? Name : never;

/** The route whose words are `howto.<name>` and `howto.<name>_steps`. */
export function route<Name extends RouteName>(name: Name, way: Mark[], command?: string): Route {
  return {
    title: `howto.${name}` as Key,
    steps: `howto.${name}_steps` as Key,
    way,
    ...(command === undefined ? {} : { command }),
  };
}

/** A sentence of several lines, line by line. */
export const lines = (text: string): string[] => text.split('\n');
