/** The made-up vault: cases turned into rows, the same on every start. */
import type { ConversationDetail, TranscriptMessage } from '../types';
import { AGENTS, CASES, CATEGORIES, CUSTOMERS, PLATFORMS, THEMES, type Case } from './cases';

/** A conversation with all its messages. */
export interface Thread {
  detail: ConversationDetail;
  messages: TranscriptMessage[];
}

/** How many conversations are made beside the written ones. */
const MADE = 210;

/** Sixty-four digits that look like a hash, from a small generator with a fixed seed. */
function hex(seed: number): string {
  let state = (seed * 2654435761 + 1) >>> 0;
  return Array.from({ length: 64 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 28).toString(16);
  }).join('');
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `minutes` after a wall-clock time, as RFC 3339 at Beijing's offset. */
function after(start: string, minutes: number): string {
  const at = new Date(`${start}Z`);
  at.setUTCMinutes(at.getUTCMinutes() + minutes);
  return `${at.toISOString().slice(0, 19)}+08:00`;
}

function madeCases(): Case[] {
  return Array.from({ length: MADE }, (_, i): Case => {
    const theme = THEMES[(i * 5 + (i >> 2)) % THEMES.length]!;
    const customer = CUSTOMERS[(i * 7) % CUSTOMERS.length]!;
    const dayOfYear = Math.floor(((i * 37) % MADE) * (362 / MADE));
    const at = new Date(Date.UTC(2023, 0, 1 + dayOfYear));
    return {
      title: `${customer}・${theme.title}`,
      platform: PLATFORMS[(i * 4) % PLATFORMS.length]!,
      start: `${at.toISOString().slice(0, 10)}T${two(9 + (i % 10))}:${two((i * 13) % 60)}:00`,
      customer,
      agent: AGENTS[i % AGENTS.length]!,
      category: i % 4 === 3 ? undefined : theme.category,
      tags: i % 3 === 0 ? theme.tags : [],
      ticket:
        i % 9 === 0
          ? `CS-${at.toISOString().slice(0, 10).replaceAll('-', '')}-${String(i).padStart(3, '0')}`
          : undefined,
      starred: i % 31 === 5,
      assumedZone: i % 2 === 0,
      lines: theme.lines.map(([who, wait, text]) => [who, wait, text.replace('{n}', String(5000 + i * 17))]),
    };
  });
}

/** A long conversation, so that paging can be tried. */
function longCase(): Case {
  const lines = Array.from({ length: 2400 }, (_, i): Case['lines'][number] => {
    const theme = THEMES[i % THEMES.length]!;
    const line = theme.lines[i % theme.lines.length]!;
    return [
      line[0] || 'c',
      3 + ((i * i * 7) % 380),
      line[2].replace('{n}', String(i)).replace(/^\[\w+\]/, ''),
    ];
  });
  return {
    title: '青禾花店・常年售后群',
    platform: 'wechat',
    start: '2023-02-01T09:00:00',
    customer: '青禾花店',
    agent: '客服・小美',
    category: 'k2',
    tags: ['年度'],
    lines,
  };
}

const CONTENT = /^\[(image|file|voice|recalled|quote)\](?:([^|]*)\|)?(.*)$/s;

function message(
  id: number,
  seq: number,
  line: Case['lines'][number],
  sentAt: string,
  of: Case,
): TranscriptMessage {
  const [who, , text] = line;
  const content = CONTENT.exec(text);
  const form = content?.[1] ?? '';
  const words = content?.[3] ?? text;
  const held = form === 'image' || form === 'file' || form === 'voice';
  return {
    id: `m${id}`,
    seq,
    sent_at: sentAt,
    precision: 'minute',
    stated_time: null,
    sender: who === 'c' ? of.customer : who === 'a' ? of.agent : who === 'b' ? '智能助手' : '',
    stated_sender: null,
    role: who === 'c' ? 'customer' : who === 'a' ? 'agent' : who === 'b' ? 'bot' : 'system',
    kind: who === '' ? 'system' : held ? form : 'text',
    text: held ? '' : words,
    marks: [],
    entities: [],
    attachments: held
      ? [
          {
            id: `a${id}`,
            name: words,
            sha256: form === 'voice' ? null : hex(id),
            bytes: form === 'voice' ? 0 : 219_136,
            media_type: form === 'image' ? 'image/png' : '',
          },
        ]
      : [],
    recalled: form === 'recalled',
    reply_to: null,
    quote: form === 'quote' ? (content?.[2] ?? '') : '',
    tags: [],
    ticket: null,
    category: null,
    note: null,
    starred: false,
  };
}

function thread(of: Case, number: number, firstMessage: number): Thread {
  let minutes = 0;
  const messages = of.lines.map((line, i) => {
    minutes += line[1];
    return message(firstMessage + i, i + 1, line, after(of.start, minutes), of);
  });
  const count = (role: string) => messages.filter((m) => m.role === role).length;
  const category = CATEGORIES.find((c) => c.id === of.category);
  return {
    messages,
    detail: {
      row: {
        id: `c${number}`,
        title: of.title,
        platform: of.platform,
        participants: [
          { name: of.customer, role: 'customer' },
          { name: of.agent, role: 'agent' },
          ...(count('bot') > 0 ? [{ name: '智能助手', role: 'bot' }] : []),
        ].map((one, i) => ({
          id: `p${number * 10 + i}`,
          ...one,
          key: null,
          messages: count(one.role),
          joined: [],
        })),
        messages: messages.length,
        first: messages[0]?.sent_at ?? null,
        last: messages.at(-1)?.sent_at ?? null,
        tags: [...(of.tags ?? [])],
        ticket: of.ticket ?? null,
        category: category ? { id: category.id, name: category.name, color: category.color } : null,
        starred: of.starred ?? false,
        hits: 0,
        top: null,
      },
      note: of.note ?? null,
      zone: of.assumedZone ? 'assumed:Asia/Shanghai' : 'source',
      sources: [
        {
          id: `f${number}`,
          zone: of.assumedZone ? 'assumed:Asia/Shanghai' : 'source',
          name: of.platform === 'dingtalk' ? 'dws-0820.json' : `${of.platform}-2023.txt`,
          sha256: hex(number),
          bytes: 48_220 + number * 311,
          format: of.platform === 'dingtalk' ? 'dingtalk_dws' : 'text',
          imported_at: '2023-09-01T03:00:00+08:00',
          partial: of.partial ?? [],
          warnings: number % 7 === 0 ? 2 : 0,
        },
      ],
      completeness: {
        verdict: of.partial ? 'partial' : 'unknown',
        gaps: (of.partial ?? []).map((detail) => ({
          code: 'source_partial',
          count: 0,
          of: 0,
          detail,
          source: `${of.platform}-2023.txt`,
        })),
        ranges: [],
      },
    },
  };
}

/** All conversations of the made-up vault. */
export function madeVault(): Thread[] {
  let next = 1;
  return [...CASES, longCase(), ...madeCases()].map((one, i) => {
    const made = thread(one, i + 1, next);
    next += made.messages.length;
    return made;
  });
}
