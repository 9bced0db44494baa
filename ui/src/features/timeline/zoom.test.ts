/** Which days the time line spreads over. */
import { describe, expect, it } from 'vitest';
import { along, farther, nearer, onto } from './zoom';

const whole = { from: '2023-01-01', to: '2023-12-31' };

describe('zooming', () => {
  it('keeps the place under the pointer where it is', () => {
    const view = nearer(whole, whole, 0);
    expect(view).toEqual({ from: '2023-01-01', to: '2023-07-02' });
    expect(nearer(whole, whole, 1)).toEqual({ from: '2023-07-02', to: '2023-12-31' });
    expect(farther(view, whole, 0.5)).toEqual(whole);
  });

  it('ends at two weeks, and at all days of a vault that has fewer', () => {
    const near = { from: '2023-03-01', to: '2023-03-14' };
    expect(nearer(near, whole, 0.5)).toEqual(near);
    const few = { from: '2023-03-01', to: '2023-03-05' };
    expect(nearer(few, few, 0.5)).toEqual(few);
    expect(farther(few, few, 0.5)).toEqual(few);
  });

  it('goes onto the days that are chosen, never beyond those of the vault', () => {
    const chosen = { from: '2023-03-01', to: '2023-05-31' };
    expect(onto(chosen, whole)).toEqual(chosen);
    expect(onto({ from: '2023-06-10', to: '2023-06-10' }, whole)).toEqual({
      from: '2023-06-04',
      to: '2023-06-17',
    });
    expect(onto({ from: '2023-12-31', to: '2023-12-31' }, whole)).toEqual({
      from: '2023-12-18',
      to: '2023-12-31',
    });
  });

  it('goes along as far as there are days', () => {
    const view = { from: '2023-03-01', to: '2023-03-20' };
    expect(along(view, whole, 0.5)).toEqual({ from: '2023-03-11', to: '2023-03-30' });
    expect(along(view, whole, -9)).toEqual({ from: '2023-01-01', to: '2023-01-20' });
    expect(along(view, whole, 99)).toEqual({ from: '2023-12-12', to: '2023-12-31' });
  });
});
