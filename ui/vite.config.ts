import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  // Components are mounted in the tests, so the browser build of Svelte is the one to resolve.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  server: {
    port: 1420,
    strictPort: true,
    // The tests hold the pages of platforms against the engine's own lists.
    ...(mode === 'test' ? { fs: { allow: ['..'] } } : {}),
  },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, modulePreload: { polyfill: false } },
  test: {
    environment: 'happy-dom',
    // The tokens are read as text by the test of their contrast.
    css: true,
    testTimeout: 30_000,
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/lib/testing/setup.ts'],
  },
}));
