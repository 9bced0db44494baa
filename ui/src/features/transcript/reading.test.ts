/** The open conversation, where answers are slow. */
import { expect, it } from 'vitest';
import { FakeBackend } from '../../backend/fake';
import { Reading } from './reading.svelte';

it('selects a whole range, also what was never in view', async () => {
  const backend = new FakeBackend();
  const { conversations } = await backend.findConversations({
    query: 'in:常年售后群',
    order: 'newest',
    offset: 0,
    limit: 1,
  });
  const reading = new Reading(backend);
  await reading.open(conversations[0]?.id ?? '', 1, '');
  await reading.select(0, 'one');
  await reading.pages?.want(950);
  await reading.select(950, 'range');
  expect(reading.selection.size).toBe(951);
  expect(reading.selected, 'all of them are here to be acted on').toHaveLength(951);
});
