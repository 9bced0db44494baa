/** A person is there: the engine is told, so that the vault does not lock by itself. */
import type { Backend } from '../../backend';

/** No more often than this. */
const EVERY_MS = 10_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells of pointer, keys and wheel. Gives the way to stop. */
export function watchActivity(backend: Backend): () => void {
  let told = -Infinity;
  const sign = () => {
    const now = performance.now();
    if (now - told < EVERY_MS) return;
    told = now;
    // A vault that was locked meanwhile needs no sign.
    backend.noteActivity().catch(() => undefined);
  };
  for (const name of SIGNS) window.addEventListener(name, sign, { capture: true, passive: true });
  return () => {
    for (const name of SIGNS) window.removeEventListener(name, sign, { capture: true });
  };
}
