/** Every command of the window, with its keys. */
import { setLanguage } from '../i18n';
import type { Command } from '../features/commands';
import type { Settings } from '../features/settings';
import type { Workspace } from './workspace.svelte';

/** What only the frame can do: move the focus, lock. */
export interface Focus {
  search: () => void;
  list: () => void;
  reading: () => void;
  tags: () => void;
  find: () => void;
  lock: () => void;
}

export function commands(space: Workspace, settings: Settings, focus: Focus): Command[] {
  const { query, list, reading, organiser } = space;
  const isOpen = () => reading.detail !== undefined;
  const step = (by: number) => () => void space.move(by).then(focus.list);
  const star = () => {
    const row = reading.detail?.row;
    if (row) void organiser.annotate([row.id], { edit: 'set_star', starred: !row.starred });
  };
  const everywhere: Omit<Command, 'group'>[] = [
    {
      name: 'command.palette',
      keys: ['Ctrl+K'],
      whileTyping: true,
      local: true,
      run: () => (space.sheet = 'palette'),
    },
    { name: 'command.search', keys: ['/'], run: focus.search },
    { name: 'command.import', keys: ['Ctrl+I'], whileTyping: true, run: () => space.startImport() },
    { name: 'command.export', keys: ['Ctrl+E'], whileTyping: true, run: () => space.startExport() },
    { name: 'command.undo', keys: ['Ctrl+Z'], whileTyping: 'stored', run: () => void organiser.undo() },
    {
      name: 'command.redo',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      whileTyping: 'stored',
      run: () => void organiser.redo(),
    },
    { name: 'command.lock', keys: ['Ctrl+L'], whileTyping: true, run: focus.lock },
    {
      name: 'command.sidebar',
      keys: ['Ctrl+B'],
      whileTyping: true,
      run: () => (space.sidebar = !space.sidebar),
    },
    {
      name: 'command.inspector',
      keys: ['Ctrl+Shift+B'],
      whileTyping: true,
      run: () => (space.inspector = !space.inspector),
    },
    { name: 'command.keys', keys: ['?', 'F1'], run: () => (space.sheet = 'keys') },
    { name: 'command.howto', keys: ['H'], run: () => space.openHowto() },
    { name: 'command.escape', keys: ['Escape'], whileTyping: true, local: true, run: () => space.escape() },
    { name: 'command.all', run: () => query.clear() },
    { name: 'command.starred', run: () => void query.toggle('is:starred') },
    { name: 'command.clear', run: () => query.clear(), enabled: () => query.text !== '' },
    {
      name: 'command.edit_as_text',
      run: () => (query.editAsText(), focus.search()),
      enabled: () => query.chips.length > 0,
    },
    { name: 'command.security', keys: ['Ctrl+,'], whileTyping: true, run: () => (space.sheet = 'security') },
    {
      name: 'command.backup',
      keys: ['Ctrl+Shift+S'],
      whileTyping: true,
      run: () => (space.sheet = 'backup'),
    },
    { name: 'command.inbox', run: () => (space.sheet = 'inbox') },
    { name: 'command.radar', run: () => (space.sheet = 'radar') },
    { name: 'command.rules', run: () => (space.sheet = 'rules') },
    { name: 'command.log', keys: ['Ctrl+Shift+L'], whileTyping: true, run: () => (space.sheet = 'log') },
    { name: 'command.categories', run: () => (space.sheet = 'categories') },
    {
      name: 'command.save_search',
      keys: ['Ctrl+D'],
      whileTyping: true,
      run: () => void query.commit().then(() => (space.sheet = 'saved')),
      enabled: () => query.text !== '',
    },
    { name: 'command.saved', run: () => (space.sheet = 'saved') },
    { name: 'command.theme_light', run: () => settings.setTheme('light') },
    { name: 'command.theme_dark', run: () => settings.setTheme('dark') },
    { name: 'command.theme_system', run: () => settings.setTheme('system') },
    { name: 'command.language_zh', run: () => setLanguage('zh-CN') },
    { name: 'command.language_en', run: () => setLanguage('en') },
  ];
  const inList: Omit<Command, 'group'>[] = [
    { name: 'command.next', keys: ['J', 'ArrowDown'], local: true, run: step(1) },
    { name: 'command.previous', keys: ['K', 'ArrowUp'], local: true, run: step(-1) },
    {
      name: 'command.open',
      keys: ['Enter'],
      local: true,
      run: () => list.current && void space.open(list.current).then(focus.reading),
    },
  ];
  const inReading: Omit<Command, 'group'>[] = [
    {
      name: 'command.find',
      keys: ['Ctrl+F'],
      whileTyping: true,
      enabled: isOpen,
      run: () => void space.find().then(focus.find),
    },
    { name: 'command.star', keys: ['S'], enabled: isOpen, run: star },
    {
      name: 'command.tag',
      keys: ['T'],
      enabled: isOpen,
      run: () => ((space.inspector = true), focus.tags()),
    },
    { name: 'command.select', keys: ['Shift', 'Ctrl'], local: true, enabled: isOpen, run: () => undefined },
  ];
  const grouped = (group: Command['group'], some: Omit<Command, 'group'>[]) =>
    some.map((one) => ({ ...one, group }));
  return [...grouped('everywhere', everywhere), ...grouped('list', inList), ...grouped('reading', inReading)];
}
