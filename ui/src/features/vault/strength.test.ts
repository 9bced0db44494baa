import { expect, it } from 'vitest';
import { strength } from './strength';

it.each([
  ['abc', 'short'],
  ['12345678', 'weak'],
  ['password123!', 'weak'],
  ['aaaaaaaaaaaa', 'weak'],
  ['correct horse', 'fair'],
  ['correct horse battery staple', 'strong'],
  ['马 电池 订书钉 正确', 'strong'],
] as const)('%s is %s', (password, level) => {
  expect(strength(password, 8)).toBe(level);
});
