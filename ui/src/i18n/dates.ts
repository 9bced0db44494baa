/**
 * Dates as people write them. A time is shown as the source's wall clock: the text of RFC 3339 is read
 * part by part and never converted to the zone of this computer.
 */
import { addDays, localToday } from '../lib/days';
import { language } from './language.svelte';
import { t } from './text';

const WEEKDAYS_ZH = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface WallClock {
  year: number;
  month: number;
  day: number;
  time: string;
  seconds: string;
}

function read(iso: string): WallClock | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2})(:\d{2})?)?/.exec(iso);
  if (!match) return undefined;
  const [, year, month, day, time = '', seconds = ''] = match;
  return { year: Number(year), month: Number(month), day: Number(day), time, seconds };
}

function weekday({ year, month, day }: WallClock): string {
  const index = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return (language() === 'en' ? WEEKDAYS_EN : WEEKDAYS_ZH)[index] ?? '';
}

function monthDay({ month, day }: WallClock): string {
  return language() === 'en' ? `${day} ${MONTHS_EN[month - 1]}` : `${month}月${day}日`;
}

/** `2023年8月20日`, `20 Aug 2023`. */
export function day(iso: string): string {
  const at = read(iso);
  if (!at) return iso;
  return language() === 'en' ? `${monthDay(at)} ${at.year}` : `${at.year}年${monthDay(at)}`;
}

/** `2023年8月20日 周日`, `Sun, 20 Aug 2023`. */
export function dayHeading(iso: string): string {
  const at = read(iso);
  if (!at) return iso;
  return language() === 'en' ? `${weekday(at)}, ${day(iso)}` : `${day(iso)} ${weekday(at)}`;
}

/** `2023年8月`, `Aug 2023`. */
export function month(iso: string): string {
  const at = read(iso.length === 7 ? `${iso}-01` : iso);
  if (!at) return iso;
  return language() === 'en' ? `${MONTHS_EN[at.month - 1]} ${at.year}` : `${at.year}年${at.month}月`;
}

/** `14:30`, or `14:30:05` where the source says so and it is asked for. */
export function clock(iso: string | null, precision = 'minute'): string {
  if (!iso || precision === 'undated' || precision === 'day') return '';
  const at = read(iso);
  return at ? at.time + (precision === 'minute' ? '' : at.seconds) : '';
}

/** For a list: `8月20日 14:30` in the year of `today`, else with the year and without the time. */
export function when(iso: string | null, today = localToday()): string {
  const at = iso ? read(iso) : undefined;
  if (!iso || !at) return t('date.undated');
  return iso.slice(0, 4) === today.slice(0, 4) ? `${monthDay(at)} ${at.time}` : `${day(iso)}`;
}

/** Date and time in full: `2023年8月20日 周日 14:30`. */
export function moment(iso: string | null): string {
  if (!iso) return t('date.undated');
  return `${dayHeading(iso)} ${read(iso)?.time ?? ''}`.trim();
}

/** From one day to another, saying the shared parts once. */
export function span(from: string | null, to: string | null): string {
  if (!from || !to) return from || to ? day((from ?? to) as string) : t('date.undated');
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)];
  if (first === last) return day(first);
  if (isWholeMonth(first, last)) return month(first);
  if (first.slice(0, 4) !== last.slice(0, 4)) return t('date.between', { from: day(first), to: day(last) });
  return language() === 'en'
    ? t('date.between', { from: dayInYear(first), to: day(last) })
    : t('date.between', { from: day(first), to: dayInYear(last) });
}

/** Month and day, where the year is said beside it. */
function dayInYear(iso: string): string {
  const at = read(iso);
  return at ? monthDay(at) : iso;
}

function isWholeMonth(first: string, last: string): boolean {
  return first.slice(0, 7) === last.slice(0, 7) && first.endsWith('-01') && addDays(last, 1).endsWith('-01');
}
