/** The icons by name. */

/** Lines on a ground of 16 by 16 units. */
export const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  star: 'M8 2l1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5Z',
  plus: 'M8 3v10M3 8h10',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  file: 'M4 2h5l3 3v9H4ZM9 2v3h3',
  voice: 'M8 2v12M5 5v6M11 5v6M2 7v2M14 7v2',
  image: 'M2 3h12v10H2ZM2 11l4-4 3 3 2-2 3 3',
  lock: 'M4 7h8v7H4ZM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  settings: 'M3 5h6M12 5h1M3 11h1M7 11h6M10.5 3.5v3M5.5 9.5v3',
  panel: 'M2 3h12v10H2ZM6 3v10',
  panelRight: 'M2 3h12v10H2ZM10 3v10',
  edit: 'M3 13l.6-2.8L11 2.8 13.2 5 5.8 12.4Z',
  folder: 'M2 4h4l1.5 2H14v7H2Z',
  key: 'M6 10a3 3 0 1 1 2.6-1.5L14 14M11.5 11.5L13 10',
  eye: 'M1.5 8S4 4 8 4s6.5 4 6.5 4-2.5 4-6.5 4S1.5 8 1.5 8ZM8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
  check: 'M3 8.5L6.5 12 13 4.5',
};
export type IconName = keyof typeof PATHS;
