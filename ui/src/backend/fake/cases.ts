/** Made-up cases: who spoke with whom, about what. Everyone and everything in them is invented. */

/** A line: who (`c` customer, `a` agent, `b` bot, empty: the system), minutes after the one before, words. */
export type Line = [who: 'c' | 'a' | 'b' | '', after: number, text: string];

export interface Case {
  title: string;
  platform: string;
  start: string;
  customer: string;
  agent: string;
  category?: string;
  ticket?: string;
  tags?: string[];
  note?: string;
  starred?: boolean;
  partial?: string[];
  assumedZone?: boolean;
  lines: Line[];
}

export const CATEGORIES = [
  { id: 'k1', name: '账号异常', color: 0, baseline: 20 },
  { id: 'k2', name: '支付问题', color: 1, baseline: 35 },
  { id: 'k3', name: '功能咨询', color: 2, baseline: 25 },
  { id: 'k4', name: '技术故障', color: 3, baseline: 20 },
  { id: 'k5', name: '物流纠纷', color: 4, baseline: null },
];

export const CASES: Case[] = [
  {
    title: '杭州服饰城・物流延误',
    platform: 'dingtalk',
    start: '2023-08-20T14:30:00',
    customer: '杭州服饰城',
    agent: '客服・小林',
    category: 'k5',
    ticket: 'CS-20230820-017',
    tags: ['物流纠纷', '运费险', '优惠券'],
    note: '补偿已到账，8月21日 10:14 客户确认。',
    starred: true,
    assumedZone: true,
    lines: [
      ['c', 0, '订单显示已签收但未收到包裹，物流单号 YDH12345678，麻烦尽快查一下。'],
      ['c', 1, '[image]签收截图.png'],
      [
        'a',
        5,
        '您好，已为您调取物流记录：包裹在杭州中转环节延误，签收为误扫描。我们会在 24 小时内处理完成。',
      ],
      ['c', 9, '[quote]签收为误扫描|那现在包裹在哪里？'],
      ['a', 6, '在杭州转运中心，今晚 18:00 前发出，物流单号不变。'],
      ['a', 11, '补偿方案：无门槛优惠券 ¥30，并启用运费险，您看可以吗？'],
      ['c', 3, '可以，谢谢。处理完请把结果发我，报销要用 🙏'],
      ['', 2, '客服・小林 邀请 物流组・阿强 加入会话'],
      ['a', 35, '[file]物流轨迹 YDH12345678.pdf'],
      ['a', 1, '[recalled]稍等，我再核对一下面单'],
      ['c', 940, '早上好，包裹到了，外箱完好。'],
      ['a', 4, '感谢反馈，补偿款已原路退回，预计当日到账。'],
      ['c', 191, '到账了，谢谢。'],
    ],
  },
  {
    title: '优品旗舰店・客服小美',
    platform: 'wangwang',
    start: '2023-08-18T09:05:00',
    customer: '清风徐来',
    agent: '优品旗舰店:小美',
    category: 'k5',
    tags: ['物流纠纷'],
    lines: [
      ['b', 0, '亲，您好！店铺客服 9:00–22:00 在线，请问有什么可以帮您？'],
      ['c', 5, '我的订单 2023081500417 显示派送成功'],
      ['c', 2, '显示派送成功，我这边未收到包裹呀'],
      ['a', 3, '亲，帮您核实派件员电话，请稍等。'],
      ['a', 20, '派件员说放在了小区门口的驿站，取件码 5-2-3008。'],
      ['c', 46, '取到了，谢谢'],
    ],
  },
  {
    title: '王先生・退换货',
    platform: 'wechat',
    start: '2023-08-16T21:31:00',
    customer: '王先生',
    agent: '售后专员',
    category: 'k2',
    ticket: 'CS-20230816-003',
    tags: ['支付问题', '退款'],
    lines: [
      ['c', 0, '七天无理由的那件外套已经寄回去了'],
      ['c', 4, '[voice]语音 0:17'],
      ['a', 6, '收到，仓库签收后 1–3 个工作日退款。'],
      ['c', 6, '另外一单一直未收到包裹，可以先退款吗？'],
      ['a', 3, '可以的，已为您提交「未收到货」退款，¥268.00 原路退回。'],
      ['c', 2, '好的，退款到账我再确认'],
    ],
  },
  {
    title: '华东仓客服群',
    platform: 'wecom',
    start: '2023-08-15T15:40:00',
    customer: '驿站老周',
    agent: '仓储・阿强',
    category: 'k5',
    tags: ['物流纠纷', '截图'],
    partial: ['has_more'],
    lines: [
      ['', 0, '阿强 修改群名为「华东仓客服群」'],
      ['c', 3, '[image]面单照片.jpg'],
      ['c', 22, '驿站说未收到包裹，请核实面单'],
      ['a', 8, '面单号 SF1380022117，已让分拨中心查监控。'],
      ['c', 31, '好，今天必须给买家一个答复'],
    ],
  },
  {
    title: '李小姐・周末咨询',
    platform: 'whatsapp',
    start: '2023-08-12T10:11:00',
    customer: '李小姐 Lily',
    agent: 'Support Desk',
    category: 'k3',
    lines: [
      ['', 0, 'Messages and calls are end-to-end encrypted.'],
      ['c', 1, 'Hi, is the service desk open on Saturday?'],
      ['a', 4, 'Yes, 10:00–16:00 on weekends. 周六能查吗？可以的。'],
      ['c', 5, '周六能查吗？还是未收到包裹'],
      ['a', 6, 'Could you share the tracking number, please?'],
      ['c', 2, 'YDH12345681, thanks 🙏'],
    ],
  },
  {
    title: '杭州服饰城・售前',
    platform: 'dingtalk',
    start: '2023-08-09T11:20:00',
    customer: '杭州服饰城',
    agent: '客服・小林',
    category: 'k3',
    tags: ['功能咨询'],
    lines: [
      ['c', 0, '想问下企业采购能开专票吗？'],
      ['a', 3, '可以，请提供抬头和税号。'],
      ['c', 8, '上次那单未收到包裹怎么处理的来着'],
      ['a', 5, '上次是补发，三天到货。'],
    ],
  },
];

/** Short exchanges from which the rest of the vault is made. */
export const THEMES: { category: string; title: string; tags: string[]; lines: Line[] }[] = [
  {
    category: 'k1',
    title: '账号登录',
    tags: ['账号'],
    lines: [
      ['c', 0, '登录提示账号异常，验证码一直收不到'],
      ['b', 1, '请回复 1 重新发送验证码，回复 2 转人工'],
      ['c', 1, '2'],
      ['a', 4, '已为您解除风控限制，请重新登录试试。'],
      ['c', 7, '可以了，谢谢'],
    ],
  },
  {
    category: 'k2',
    title: '退款进度',
    tags: ['退款'],
    lines: [
      ['c', 0, '退款三天了还没到账，订单号 2023{n}'],
      ['a', 6, '查询到银行处理中，最晚明天到账，给您带来不便抱歉。'],
      ['c', 2, '请给我一个凭证，财务要'],
      ['a', 9, '[file]退款凭证.pdf'],
    ],
  },
  {
    category: 'k2',
    title: '发票报销',
    tags: ['报销', '发票'],
    lines: [
      ['c', 0, '一季度的沟通记录报销要用，能开发票吗？'],
      ['a', 5, '可以开电子发票，请提供抬头、税号和邮箱。'],
      ['c', 12, '已发到邮箱，金额 ¥{n}.00'],
      ['a', 30, '发票已开具，请查收。'],
    ],
  },
  {
    category: 'k3',
    title: '功能咨询',
    tags: ['功能咨询'],
    lines: [
      ['c', 0, '请问怎么批量导出订单？'],
      ['a', 4, '在「订单 – 导出」里选择时间范围即可。'],
      ['c', 3, '找到了，导出的时间是北京时间吗？'],
      ['a', 2, '是的，北京时间。'],
    ],
  },
  {
    category: 'k4',
    title: '页面打不开',
    tags: ['故障'],
    lines: [
      ['c', 0, '后台页面打不开，提示 502'],
      ['c', 1, '[image]报错截图.png'],
      ['a', 7, '工程师正在处理，预计 30 分钟恢复。'],
      ['a', 28, '已恢复，请刷新再试。'],
      ['c', 3, '好了'],
    ],
  },
  {
    category: 'k5',
    title: '物流查询',
    tags: ['物流纠纷'],
    lines: [
      ['c', 0, '物流单号 YDH1234{n}，两天没更新了'],
      ['a', 5, '包裹在途中，受天气影响延误一天。'],
      ['c', 3, '好的，到了说一声'],
      ['a', 1300, '已派送，请注意查收。'],
    ],
  },
];

export const CUSTOMERS = [
  '陈女士',
  '赵先生',
  '阳光文具店',
  '小满',
  '北岸咖啡',
  'Nora',
  '周工',
  '晨曦数码',
  '刘老师',
  '青禾花店',
  '吴姐',
  'K.',
];
export const AGENTS = ['客服・小林', '客服・小美', '售后专员', '技术支持・阿哲', 'Support Desk'];
export const PLATFORMS = [
  'wechat',
  'dingtalk',
  'wangwang',
  'wechat',
  'wecom',
  'wechat',
  'dingtalk',
  'jd',
  'whatsapp',
];
