/** The password of the made-up vault, and the grants it gives: each for one operation, once, for a minute. */
import type { Confirm, Grant, Operation } from '../types';

/** As the demo's in the engine. */
export const PASSWORD = 'yanju-demo';
const LIFE_MS = 60_000;

interface Issued {
  operation: string;
  at: number;
}

export class FakeGuard {
  password = PASSWORD;
  #grants = new Map<string, Issued>();

  /** `undefined` where the password is another. */
  confirm({ operation, password }: Confirm): Grant | undefined {
    if (password !== this.password) return undefined;
    const token = crypto.randomUUID();
    this.#grants.set(token, { operation: JSON.stringify(operation), at: performance.now() });
    return { token };
  }

  /** Uses a grant up, whatever it was presented for. Gives whether it was good for that. */
  spend({ token }: Grant, operation: Operation): boolean {
    const issued = this.#grants.get(token);
    this.#grants.delete(token);
    return (
      issued !== undefined &&
      issued.operation === JSON.stringify(operation) &&
      performance.now() - issued.at <= LIFE_MS
    );
  }

  /** As when the vault is locked. */
  void(): void {
    this.#grants.clear();
  }
}
