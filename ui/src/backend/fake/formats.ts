/** What the made-up engine reads and writes. */
import type { FormatRow } from '../types';

const row = (direction: string, id: string, name_zh: string, name_en: string, ext: string): FormatRow => ({
  direction,
  id,
  name_zh,
  name_en,
  extensions: [ext],
  about_zh: '',
  about_en: '',
});

export const FORMATS: FormatRow[] = [
  row('import', 'dingtalk_json', '钉钉 JSON', 'DingTalk JSON', 'json'),
  row('import', 'wangwang_text', '千牛・旺旺文本', 'WangWang text', 'txt'),
  row('import', 'whatsapp', 'WhatsApp 文本', 'WhatsApp text', 'txt'),
  row('import', 'table', '表格', 'Table', 'csv'),
  row('export', 'pdf', 'PDF', 'PDF', 'pdf'),
  row('export', 'docx', 'Word', 'Word', 'docx'),
];
