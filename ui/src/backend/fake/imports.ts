/** What the made-up engine says of files: one that is clear, one with doubts, one with ambiguous dates, one that fails. */
import type {
  ApiError,
  ColumnsPreview,
  FilePreview,
  FileReport,
  ImportOptions,
  ImportPreview,
  ImportReport,
  ImportRequest,
} from '../types';
import { madeVault } from './vault';

const name = (path: string): string => path.split('/').at(-1) ?? path;

function report(path: string, options: ImportOptions): FileReport {
  return {
    path,
    file: path.endsWith('.json') ? 'f501' : 'f502',
    sha256: '9f2c41be5d7087a1c0e4b6d39f2c41be5d7087a1c0e4b6d39f2c41be5d70e07a',
    format: options.format ?? (path.endsWith('.json') ? 'dingtalk_dws' : 'wangwang_txt'),
    confidence: options.format ? 'chosen' : 'certain',
    platforms: [options.platform ?? (path.endsWith('.json') ? 'dingtalk' : 'wangwang')],
    messages: 158,
    events: 8,
    conversations: 2,
    participants: 8,
    attachments: 3,
    missing_attachments: path.endsWith('.json') ? 0 : 2,
    doubtful: path.endsWith('.json') ? 0 : 1,
    duplicates: path.includes('copy') ? 166 : 12,
    encoding: path.endsWith('.json') ? 'utf-8' : 'gb18030',
    zone: path.endsWith('.json') ? 'source' : `assumed:${options.zone ?? 'Asia/Shanghai'}`,
    date_order: options.date_order,
    first: '2023-08-01T09:02:00+08:00',
    last: '2023-08-31T21:40:00+08:00',
    partial: [],
    complete: 'unknown',
    warnings: path.endsWith('.json')
      ? []
      : [
          { code: 'undated_line', place: 'line 17', detail: '（系统）您已进入人工服务' },
          { code: 'undecodable_bytes', place: 'line 203', detail: '0xFF 0xFE' },
        ],
  };
}

function failure(path: string, options: ImportOptions): ApiError | undefined {
  if (path.includes('broken'))
    return {
      code: 'file_damaged',
      params: { file: name(path), place: 'line 41' },
      detail: 'unexpected end of input',
    };
  if (path.includes('whatsapp') && !options.date_order)
    return { code: 'ambiguous_dates', params: { file: name(path), orders: 'dmy, mdy' }, detail: '' };
  if (path.includes('codes') && !options.columns.some(({ meanings }) => meanings.includes('text')))
    return { code: 'column_missing', params: { file: name(path), column: 'text_column' }, detail: '' };
  return undefined;
}

/** The columns of a table whose names tell nothing. */
function columnsOf(path: string, options: ImportOptions): ColumnsPreview | null {
  if (!path.includes('codes')) return null;
  const named = !path.includes('unnamed');
  const names = named ? ['a1', 'a2', 'a3'] : ['A', 'B', 'C'];
  const columns = options.columns[0] ?? { names, meanings: ['time', null, null] };
  return { columns, rows: [['2024-05-02 09:03', '买家甲', '这盏灯还有货吗？']], named };
}

const sources = ({ paths, pasted }: ImportRequest) => [...paths, ...pasted.map((text) => text.name)];

export function preview(request: ImportRequest): ImportPreview {
  const { options } = request;
  const sample = madeVault()[0]!.messages;
  const files = sources(request).map((path): FilePreview => {
    const error = failure(path, options);
    const candidates = path.includes('either') && !options.format ? ['qq_txt', 'pasted_text'] : [];
    const base = {
      path,
      name: name(path),
      bytes: 214_016,
      columns: columnsOf(path, options),
      candidates,
    };
    if (error) return { ...base, report: null, sample: [], titles: [], error };
    return {
      ...base,
      report: report(path, options),
      sample,
      titles: ['杭州服饰城・物流延误', '华东仓客服群'],
      error: null,
    };
  });
  return { files, skipped: 0 };
}

export function imported(request: ImportRequest): ImportReport {
  const { options } = request;
  const paths = sources(request);
  const files = paths.filter((path) => !failure(path, options)).map((path) => report(path, options));
  const sum = (pick: (file: FileReport) => number) => files.reduce((all, file) => all + pick(file), 0);
  return {
    import: files.length > 0 ? 'i1' : null,
    messages: sum((f) => f.messages),
    events: sum((f) => f.events),
    conversations: sum((f) => f.conversations),
    participants: sum((f) => f.participants),
    attachments: sum((f) => f.attachments),
    duplicates: sum((f) => f.duplicates),
    first: files[0]?.first ?? null,
    last: files[0]?.last ?? null,
    files,
    failed: paths.flatMap((path) => {
      const error = failure(path, options);
      return error ? [{ path, error }] : [];
    }),
    skipped: 0,
    cancelled: false,
  };
}
