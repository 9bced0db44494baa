/** Asking often and hearing only the last answer. */

export interface Latest<A extends unknown[]> {
  (...args: A): void;
  /** Forgets what is under way. */
  cancel(): void;
}

/**
 * A function that runs `ask` at the next frame, once however often it is called, and hands `answer` the
 * result only if nothing newer was asked meanwhile.
 */
export function latest<A extends unknown[], R>(
  ask: (...args: A) => Promise<R>,
  answer: (result: R) => void,
  failed: (reason: unknown) => void,
): Latest<A> {
  let turn = 0;
  let frame: number | undefined;
  const call = (...args: A): void => {
    const mine = ++turn;
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      frame = undefined;
      ask(...args).then(
        (result) => mine === turn && answer(result),
        (reason: unknown) => mine === turn && failed(reason),
      );
    });
  };
  call.cancel = (): void => {
    turn += 1;
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  };
  return call;
}
