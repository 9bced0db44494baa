export type { Backend, FileDrop, Unlisten } from './backend';
export type * from './types';
import type { Backend } from './backend';

/** The engine behind the window; in a plain browser during development, a made-up vault. */
export async function connect(): Promise<Backend> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { FakeBackend } = await import('./fake');
    return FakeBackend.fromAddress(location.search);
  }
  return (await import('./tauri')).tauri;
}
