/** What the test's document lacks: sizes, modal dialogs, a cleared memory between tests. */
import { cleanup, configure } from '@testing-library/svelte';
import { afterEach, beforeEach } from 'vitest';

/** Every element is 600 by 400, so that virtual lists have something to show. */
class SizedObserver implements ResizeObserver {
  constructor(private readonly notify: ResizeObserverCallback) {}
  observe(target: Element): void {
    const height = target.querySelector('.scroller') || target.className.includes('scroller') ? 400 : 50;
    const entry = { target, contentRect: { width: 600, height } } as unknown as ResizeObserverEntry;
    queueMicrotask(() => this.notify([entry], this));
  }
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver = SizedObserver;
Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
  configurable: true,
  get: () => document.body,
});
Element.prototype.setPointerCapture = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });

beforeEach(() => localStorage.clear());
afterEach(() => cleanup());
