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

it('keeps place, hit and selection when messages come in before and behind', async () => {
  const backend = new FakeBackend();
  const page = { query: 'in:常年售后群', order: 'newest', offset: 0, limit: 1 } as const;
  const id = (await backend.findConversations(page)).conversations[0]?.id ?? '';
  const reading = new Reading(backend);
  await reading.open(id, 5, '');
  await reading.select(4, 'one');
  reading.top = 2;
  const [top, hit, total] = [reading.pages?.at(2)?.id, reading.pages?.at(4)?.id, reading.pages?.total ?? 0];

  const transcript = backend.transcript.bind(backend);
  backend.transcript = async (ask) => {
    const { total, messages } = await transcript({ ...ask, from_seq: Math.max(1, ask.from_seq - 3) });
    const moved = messages.map((one) => ({ ...one, seq: one.seq + 3 }));
    const before = [1, 2, 3].map((seq) => ({ ...messages[0]!, id: `new-${String(seq)}`, seq }));
    return { total: total + 3, messages: ask.from_seq === 1 ? [...before, ...moved] : moved };
  };
  await reading.refresh();
  expect(reading.pages?.total, 'what came is shown').toBe(total + 3);
  expect(reading.pages?.at((reading.anchor?.seq ?? 0) - 1)?.id, 'the view stays where it was').toBe(top);
  expect(reading.pages?.at((reading.target?.seq ?? 0) - 1)?.id, 'the hit is the same message').toBe(hit);
  expect(reading.selected.map((one) => one.id)).toEqual([hit]);
});
