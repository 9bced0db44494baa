/** Sentences by key, with their particulars filled in. */
import type { ApiError } from '../backend/generated/ApiError';
import { isKey, language, raw, type Key } from './language.svelte';

export type Params = Record<string, string | number>;

/**
 * The sentence of a key. `{name}` is replaced by the parameter of that name, `{name|one|several}` by the one word or
 * the other as it is 1 or not; a missing one leaves nothing.
 */
export function t(key: Key, params: Params = {}): string {
  return raw(key).replace(
    /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g,
    (_, name: string, one?: string, several?: string) => {
      const value = params[name];
      if (one !== undefined) return (String(value) === '1' ? one : several) ?? '';
      return typeof value === 'number' ? number(value) : (value ?? '');
    },
  );
}

/** A sentence about `n` things. */
export function tn(key: Key, n: number, params: Params = {}): string {
  return t(key, { n, ...params });
}

/** The sentence of a code that comes from outside, such as a warning or a platform; else the fallback's. */
export function tcode(section: string, code: string, fallback: Key, params: Params = {}): string {
  const key = `${section}.${code}`;
  return t(isKey(key) ? key : fallback, params);
}

/** The words of a code; the code itself where the locale files do not know it. */
export function words(section: string, code: string, params: Params = {}): string {
  const key = `${section}.${code}`;
  return isKey(key) ? t(key, params) : code;
}

/** Why a source says that it is not all there. */
export function reasons(codes: readonly string[]): string {
  return codes
    .map((code) => code.split(':'))
    .map(([code = '', n]) => words('partial', code, { n: Number(n ?? 0) }))
    .join(language() === 'en' ? ', ' : '、');
}

/** A number with its thousands marked. */
export function number(n: number): string {
  return n.toLocaleString(language());
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size in bytes, in the largest unit that keeps it above one. */
export function bytes(n: number): string {
  const unit = n < 1 ? 0 : Math.min(Math.floor(Math.log2(n) / 10), UNITS.length - 1);
  const value = n / 1024 ** unit;
  return `${value.toLocaleString(language(), { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 })} ${UNITS[unit]}`;
}

const PLACES = /^(line|row|page|message) (\d+)$/;

/** A place in a file in words; one that is not of the usual forms as the source has it. */
export function place(of: string): string {
  const [, unit, n] = PLACES.exec(of) ?? [];
  return unit ? t(`place.${unit}` as Key, { n: Number(n) }) : of;
}

/** What happened, to what, and what to do: the sentence of an error. */
export function sentence(error: ApiError): string {
  const params: Params = { ...error.params };
  if (params.problem)
    params.problem = tcode('query.problem', String(params.problem), 'query.problem.other', params);
  if (params.column) params.column = words('column', String(params.column));
  if (params.place) params.place = place(String(params.place));
  if (params.reason) params.reason = words('backup.reason', String(params.reason));
  if (params.fault) params.fault = words('fault', String(params.fault));
  if (params.limit) params.limit = words('limit', String(params.limit));
  // Where there is a sentence for what it is about in particular, it is that one.
  const particular = `${error.code}.${params.kind ?? params.name ?? ''}`;
  return tcode('error', isKey(`error.${particular}`) ? particular : error.code, 'error.internal', params);
}

/** Why a backup failed, where only the code and the folder are known. */
export function backupFailure(code: string, folder: string): string {
  if (code === 'backup_place') return t('backup.failed_place', { folder });
  return tcode('error', code, 'error.internal', { path: folder, what: folder });
}

/** Whatever was thrown, as an error of the border. */
export function asApiError(thrown: unknown): ApiError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'params' in thrown) {
    return thrown as ApiError;
  }
  return { code: 'internal', params: {}, detail: thrown instanceof Error ? thrown.message : String(thrown) };
}
