/** Short messages that come and go; the last few are kept on the screen. */

export interface Notice {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const KEPT = 3;
const SHOWN_FOR_MS = 8000;

export class Notices {
  items = $state<Notice[]>([]);
  #next = 1;

  /** Shows a message. Gives its number. */
  say(text: string, action?: Notice['action']): number {
    const id = this.#next++;
    this.items = [...this.items, { id, text, action }].slice(-KEPT);
    setTimeout(() => this.dismiss(id), SHOWN_FOR_MS);
    return id;
  }

  /** Takes the action off a message that is still shown. */
  withdraw(id: number): void {
    this.items = this.items.map((notice) => (notice.id === id ? { ...notice, action: undefined } : notice));
  }

  dismiss(id: number): void {
    this.items = this.items.filter((notice) => notice.id !== id);
  }
}
