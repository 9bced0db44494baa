/** Theme and text size: put on the document, remembered on this computer. Nothing of any record is. */

export type Theme = 'system' | 'light' | 'dark';
const THEME_AS = 'yanju.theme';
const SIZE_AS = 'yanju.size';
/** Text sizes in percent. */
export const SIZES = [80, 90, 100, 110, 125, 150, 175, 200] as const;

function storedTheme(): Theme {
  const stored = localStorage.getItem(THEME_AS);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function storedSize(): number {
  const stored = Number(localStorage.getItem(SIZE_AS));
  return (SIZES as readonly number[]).includes(stored) ? stored : 100;
}

export class Settings {
  theme = $state<Theme>(storedTheme());
  size = $state(storedSize());
  #dark = matchMedia('(prefers-color-scheme: dark)');

  /** Puts the choices on the document and follows the system. Gives the way to stop following. */
  follow(): () => void {
    const apply = () => this.#apply();
    this.#dark.addEventListener('change', apply);
    apply();
    return () => this.#dark.removeEventListener('change', apply);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(THEME_AS, theme);
    this.#apply();
  }

  /** One step larger or smaller. */
  resize(by: 1 | -1): void {
    const at = SIZES.findIndex((size) => size === this.size);
    this.size = SIZES[Math.max(0, Math.min(SIZES.length - 1, at + by))] ?? 100;
    localStorage.setItem(SIZE_AS, String(this.size));
    this.#apply();
  }

  #apply(): void {
    const dark = this.theme === 'dark' || (this.theme === 'system' && this.#dark.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.style.fontSize = `${this.size}%`;
  }
}
