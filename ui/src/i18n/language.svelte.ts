/** The languages, which one is on, and where it is remembered. */
import type { Language } from '../backend/generated/Language';
import en from './en.json';
import zh from './zh-CN.json';

export type { Language };
/** A sentence of the locale files. Both files have the same keys; a test holds them to it. */
export type Key = keyof typeof zh;

const TABLES: Record<Language, Record<Key, string>> = { 'zh-CN': zh, en };
const STORED_AS = 'yanju.language';

/** What the system asks for. Chinese is the first language: only a system that names another one begins in English. */
export function preferred(system: string): Language {
  const stored = localStorage.getItem(STORED_AS);
  if (stored === 'zh-CN' || stored === 'en') return stored;
  return /^(?!zh\b|und\b|posix\b)[a-z]{2,8}\b/i.test(system) ? 'en' : 'zh-CN';
}

/** The shell says it where the webview would take a desktop without a language for an American one. */
const desktop = globalThis as typeof globalThis & { desktopLanguage?: string };

let current = $state<Language>(preferred(desktop.desktopLanguage ?? navigator.language));

/** The language that is on; reactive. */
export function language(): Language {
  return current;
}

/** Switches the language at once and remembers it. */
export function setLanguage(next: Language): void {
  current = next;
  localStorage.setItem(STORED_AS, next);
  document.documentElement.lang = next;
}

/** The sentence as it stands in the table of the current language. */
export function raw(key: Key): string {
  return TABLES[current][key];
}

/** Whether the locale files know this key. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(zh, key);
}
