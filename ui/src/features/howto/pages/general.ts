/** Mail, and what belongs to no platform. */
import { route, type Page } from '../page';

export const GENERAL: Page[] = [
  {
    id: 'email',
    name: 'platform.email',
    group: 'mail',
    access: 'everyone',
    known: 'yj yx dzyj email mail eml mbox gmail outlook qqmail 163 邮箱 邮件',
    routes: [
      route('email.one', ['mail', 'export', 'file']),
      route('email.many', ['mail', 'export', 'archive']),
    ],
    gives: 'howto.email.gives',
    mind: 'howto.email.mind',
    formats: ['eml', 'mbox'],
  },
  {
    id: 'paste',
    name: 'howto.name.paste',
    group: 'general',
    known: 'qt fz nt qita paste copy alipay meituan xianyu xhs 其他 复制 粘贴 支付宝 美团 闲鱼 小红书 快手',
    routes: [route('paste.copy', ['select', 'copy'])],
    gives: 'howto.paste.gives',
    mind: 'howto.paste.mind',
    formats: ['pasted_text'],
  },
  {
    id: 'table',
    name: 'howto.name.table',
    group: 'general',
    known: 'bg biaoge csv excel xlsx json jsonl xml table',
    routes: [route('table.sheet', ['export', 'table']), route('table.json', ['export', 'file'])],
    gives: 'howto.table.gives',
    mind: 'howto.table.mind',
    formats: ['csv', 'xlsx', 'json', 'xml'],
  },
  {
    id: 'exchange',
    name: 'howto.name.exchange',
    group: 'general',
    known: 'jhgs ysb zip rsmf chatlab irc archive lawyer',
    routes: [route('exchange.hand', ['file', 'archive'])],
    gives: 'howto.exchange.gives',
    mind: 'howto.exchange.mind',
    formats: ['rsmf', 'chatlab', 'irc', 'zip'],
  },
];
