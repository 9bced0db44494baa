/** An entry of the audit log as one sentence, and its particulars by name. */
import type { LogRow } from '../../backend';
import { backupFailure, language, t, tcode, words, type Params } from '../../i18n';

type Detail = LogRow['detail'];

const COUNTS = ['messages', 'duplicates', 'attempts'];

/** What is a code is told in words, and what is a number as one. */
function filled(act: string, detail: Detail): Params {
  const params: Params = { ...detail };
  for (const name of COUNTS) if (detail[name] !== undefined) params[name] = Number(detail[name]) || 0;
  const told = (name: string, section: string) => {
    if (detail[name] !== undefined) params[name] = words(section, detail[name]);
  };
  told('way', 'way');
  told('operation', 'operation');
  told('outcome', 'outcome');
  told('complete', 'complete_short');
  told('name', 'setting');
  told('why', act === 'locked' ? 'locked' : 'rebuilt');
  if (detail.faulty !== undefined) params.faulty = faulty(detail.faulty);
  return params;
}

function faulty(names: string): string {
  const parts = names.split(' ').filter((name) => name !== '');
  if (parts.length === 0) return t('log.sound');
  const separator = language() === 'en' ? ', ' : '、';
  return t('log.faulty', { list: parts.map((name) => words('check', name)).join(separator) });
}

/** The sentence of an entry. */
export function told({ act, detail }: LogRow): string {
  const params = filled(act, detail);
  if (act === 'unlocked' && Number(detail.attempts) > 0) return t('log.unlocked_after', params);
  return tcode('log', act, 'log.other', { ...params, act });
}

/** The particulars behind a sentence: names in words, values as they stand; of several lines, a line each. */
export function particulars({
  number,
  actor,
  act,
  detail,
}: LogRow): { name: string; value: string; code: boolean }[] {
  const shown = filled(act, detail);
  const as = (name: string): string => {
    if (name === 'code') return backupFailure(detail.code ?? '', detail.folder ?? '');
    return ['complete', 'why', 'faulty'].includes(name) ? String(shown[name]) : (detail[name] ?? '');
  };
  return [
    { name: t('particular.entry'), value: String(number), code: false },
    { name: t('particular.actor'), value: tcode('actor', actor, 'actor.unknown'), code: false },
    ...Object.keys(detail)
      .filter((name) => detail[name] !== '' && tcode('particular', name, 'common.none') !== t('common.none'))
      .map((name) => ({ name: words('particular', name), value: as(name), code: name === 'sha256' })),
  ];
}
