/** The made-up grants keep the engine's promises, or the window's tests would prove nothing. */
import { expect, it } from 'vitest';
import { FakeBackend } from '.';
import type { ExportRequest } from '../types';
import { PASSWORD } from './guard';

const request: ExportRequest = {
  query: '包裹',
  from: null,
  to: null,
  conversations: [],
  title: null,
  language: 'zh-CN',
  outputs: [{ path: '/x/y.pdf', format: 'pdf' }],
};
const operation = { operation: 'export', request } as const;
const needed = { code: 'confirmation_needed' };

it('serves once', async () => {
  const backend = new FakeBackend();
  const grant = await backend.confirm({ operation, password: PASSWORD });
  await backend.exportDocument('job', request, grant);
  await expect(backend.exportDocument('job', request, grant)).rejects.toMatchObject(needed);
});

it('serves what it was given for and nothing else, and is void after', async () => {
  const backend = new FakeBackend();
  const grant = await backend.confirm({ operation, password: PASSWORD });
  const more = { ...request, query: '' };
  await expect(backend.exportDocument('job', more, grant)).rejects.toMatchObject(needed);
  await expect(backend.exportDocument('job', request, grant)).rejects.toMatchObject(needed);
});

it('is not given for another password, and not kept over a lock', async () => {
  const backend = new FakeBackend();
  await expect(backend.confirm({ operation, password: 'wrong' })).rejects.toMatchObject({
    code: 'wrong_password',
  });
  const grant = await backend.confirm({ operation, password: PASSWORD });
  await backend.lockVault();
  await expect(backend.exportDocument('job', request, grant)).rejects.toMatchObject(needed);
});
