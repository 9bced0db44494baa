/** How long there still is, in words. */
import type { Deadline, RadarSource } from '../../backend';
import { t, tn } from '../../i18n';

/** How far a day is. */
export function until({ level, days_left }: Deadline): string {
  if (level === 'over') return t('radar.over');
  if (level === 'lapsed') return t('radar.lapsed');
  return days_left === 0 ? t('radar.today') : tn('radar.left', days_left);
}

/** How it stands with a platform: the day that matters now. */
export function standing({ level, first, last }: RadarSource): string {
  const day = [last, first].find((one) => one?.level === level);
  return day ? until(day) : t('radar.endless');
}
