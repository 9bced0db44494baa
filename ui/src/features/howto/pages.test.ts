/** The pages: each platform and each format has one, and both languages say the same steps. */
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage, t, type Key } from '../../i18n';
import { lines } from './page';
import { found, grouped, PAGES, pageOf } from './pages';

afterEach(() => setLanguage('zh-CN'));

/** The platforms of the engine's model. */
const PLATFORMS =
  'dingtalk wechat wecom wangwang jd pinduoduo douyin qq feishu whatsapp telegram slack discord messenger instagram line kakaotalk signal zendesk intercom chatwoot zammad email welink'.split(
    ' ',
  );
/** The formats of the engine's importers. */
const FORMATS =
  'rsmf wechat_mail mbox eml whatsapp wechat_multiselect dingtalk_dws dingtalk_robot wecom_archive wecom_kf feishu_api feishu_copy wangwang_txt qianniu_copy qianniu_xlsx jd_log jd_sessions zendesk_chat zendesk_support intercom chatwoot zammad memotrace_csv memotrace_xlsx memotrace_txt pywxdump_csv chatlog_csv chatlog_json chatlog_txt weflow chatlab qq_mht qq_txt qq_qce qq_copy welink_txt telegram discord slack messenger instagram messenger_html line kakaotalk signal_txt irc pasted_text xlsx csv json xml zip'.split(
    ' ',
  );
const sources = import.meta.glob<string>('../../../../crates/{formats/src/import,model/src}/**/*.rs', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const inRust = (pattern: RegExp, of = '') =>
  Object.entries(sources)
    .filter(([path]) => path.includes(of))
    .flatMap(([, text]) => [...text.matchAll(pattern)].map(([, id = '']) => id))
    .sort();
const ids = PAGES.map(({ id }) => id);
const texts = (key: Key): string[] =>
  (['zh-CN', 'en'] as const).map((language) => (setLanguage(language), t(key)));

describe('the pages', () => {
  it('know the platforms and formats that the engine knows', () => {
    expect(inRust(/^ +\w+ = \d+ "(\w+)",$/gm, 'model/src/platform.rs')).toEqual(
      ['other', ...PLATFORMS].sort(),
    );
    expect(inRust(/: About = About \{\s+id: "(\w+)"/g, 'formats/src/import')).toEqual([...FORMATS].sort());
  });

  it('are there for every platform', () => {
    for (const platform of PLATFORMS) expect(ids, platform).toContain(platform);
    expect(new Set(ids).size, 'each once').toBe(ids.length);
    expect(
      grouped(PAGES).flatMap(({ pages }) => pages),
      'each in a group',
    ).toHaveLength(PAGES.length);
  });

  it('name every format that is read, and none that is not', () => {
    expect([...new Set(PAGES.flatMap(({ formats }) => formats))].sort()).toEqual([...FORMATS].sort());
  });

  it('have as many steps and remarks in one language as in the other', () => {
    for (const page of PAGES)
      for (const key of [page.mind, ...page.routes.map(({ steps }) => steps)]) {
        const [zh, en] = texts(key).map((text) => lines(text).length);
        expect(zh, key).toBe(en);
      }
  });

  it('show where no export exists how to copy', () => {
    for (const page of PAGES.filter(({ access }) => access === 'copy'))
      expect(page.routes[0]?.way, page.id).toContain('copy');
  });

  it('never speak of keys or decryption but as the owner of an archive does', () => {
    for (const page of PAGES.filter(({ id }) => id !== 'wecom'))
      for (const key of [page.gives, page.mind, ...page.routes.map(({ steps }) => steps)])
        for (const text of texts(key)) expect(text, key).not.toMatch(/密钥|私钥|解密|decrypt|private key/i);
  });

  it('are found by name in both languages, by pinyin and by its initials', () => {
    const first = (typed: string) => found(typed)[0]?.id;
    expect(['微信', 'wx', 'weixin', ' WeChat ', '淘宝', 'pdd', '支付宝'].map(first)).toEqual(
      'wechat wechat wechat wechat wangwang pinduoduo paste'.split(' '),
    );
    setLanguage('en');
    expect(first('dingt')).toBe('dingtalk');
    expect(found('nothing of the kind')).toEqual([]);
    expect(pageOf('unheard').id, 'an unknown platform').toBe('wechat');
  });
});
