/** The zones that are offered where a source names none. */
export const ZONES = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'UTC',
];

const ASSUMED = 'assumed:';

/** The zone that was assumed; `undefined` where the source states its times. */
export function assumed(zone: string): string | undefined {
  return zone.startsWith(ASSUMED) ? zone.slice(ASSUMED.length) : undefined;
}

/** The same zone as the engine writes it. */
export function asAssumed(zone: string): string {
  return `${ASSUMED}${zone}`;
}
