/** All pages, in the order in which they are listed, and how one is found. */
import { t } from '../../i18n';
import { GROUPS, type Group, type Page } from './page';
import { CHAT } from './pages/chat';
import { DESK } from './pages/desk';
import { GENERAL } from './pages/general';
import { SHOP } from './pages/shop';
import { WORK } from './pages/work';

export const PAGES: Page[] = [...CHAT, ...WORK, ...SHOP, ...DESK, ...GENERAL];
const FIRST = CHAT[0] as Page;

/** The page of a platform; of one that has none, the first. */
export function pageOf(id: string): Page {
  return PAGES.find((page) => page.id === id) ?? FIRST;
}

/** Pages whose name holds what was typed, or one of whose other names begins with it. */
export function found(typed: string): Page[] {
  const sought = typed.trim().toLowerCase();
  if (sought === '') return PAGES;
  return PAGES.filter(
    (page) =>
      t(page.name).toLowerCase().includes(sought) ||
      page.known.split(' ').some((name) => name.startsWith(sought)),
  );
}

/** Pages by their groups; groups without any are left out. */
export function grouped(pages: Page[]): { group: Group; pages: Page[] }[] {
  return GROUPS.map((group) => ({ group, pages: pages.filter((page) => page.group === group) })).filter(
    (one) => one.pages.length > 0,
  );
}
