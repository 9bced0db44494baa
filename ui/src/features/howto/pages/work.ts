/** Chat at work. */
import { route, type Page } from '../page';

export const WORK: Page[] = [
  {
    id: 'dingtalk',
    name: 'platform.dingtalk',
    group: 'work',
    access: 'copy',
    known: 'dd dingding dingtalk ali 钉钉',
    routes: [
      route('dingtalk.copy', ['computer', 'select', 'copy']),
      route(
        'dingtalk.dws',
        ['terminal', 'file'],
        'dws chat +chat-messages --group … --page-all --format json --output chat.json',
      ),
    ],
    gives: 'howto.dingtalk.gives',
    mind: 'howto.dingtalk.mind',
    held: 'howto.dingtalk.held',
    formats: ['dingtalk_dws', 'dingtalk_robot'],
  },
  {
    id: 'wecom',
    name: 'platform.wecom',
    group: 'work',
    access: 'staff',
    known: 'qywx qiyeweixin wecom wxwork wxkf weixinkefu 企微 微信客服',
    routes: [
      route('wecom.archive', ['console', 'terminal', 'file']),
      route('wecom.kf', ['console', 'terminal', 'file']),
      route('wecom.copy', ['computer', 'select', 'copy']),
    ],
    gives: 'howto.wecom.gives',
    mind: 'howto.wecom.mind',
    span: 'howto.wecom.span',
    formats: ['wecom_archive', 'wecom_kf'],
  },
  {
    id: 'feishu',
    name: 'platform.feishu',
    group: 'work',
    access: 'everyone',
    known: 'fs feishu lark',
    routes: [
      route('feishu.docs', ['select', 'export', 'copy']),
      route(
        'feishu.cli',
        ['terminal', 'file'],
        'lark-cli im +chat-messages-list --chat-id oc_… --format json',
      ),
    ],
    gives: 'howto.feishu.gives',
    mind: 'howto.feishu.mind',
    formats: ['feishu_copy', 'feishu_api'],
  },
  {
    id: 'welink',
    name: 'platform.welink',
    group: 'work',
    access: 'everyone',
    known: 'welink huawei hw 华为',
    routes: [route('welink.export', ['computer', 'export', 'file'])],
    gives: 'howto.welink.gives',
    mind: 'howto.welink.mind',
    formats: ['welink_txt'],
  },
  {
    id: 'slack',
    name: 'platform.slack',
    group: 'work',
    access: 'staff',
    known: 'slack',
    routes: [
      route('slack.export', ['console', 'mail', 'archive']),
      route('slack.copy', ['computer', 'select', 'copy']),
    ],
    gives: 'howto.slack.gives',
    mind: 'howto.slack.mind',
    span: 'howto.slack.span',
    formats: ['slack'],
  },
];
