/** The sidebar's groups as lists: whole-vault counts, or those of what a query finds. */
import type { CategoryCount, FacetCount, Facets, Overview } from '../../backend';
import { number, t, tcode, tn, type Key } from '../../i18n';

export interface Line {
  name: string;
  /** The value of the filter that pressing it makes. */
  value: string;
  figure: string;
  /** Nothing of it is in what the query finds. */
  quiet: boolean;
  title?: string;
  color?: number;
}

export interface Group {
  /** The filter its lines make. */
  kind: 'category' | 'on' | 'tag' | 'ticket' | 'with';
  title: Key;
  /** How many lines are shown folded. */
  head: number;
  lines: Line[];
}

type Measure = 'messages' | 'conversations';

/** The groups, those without a query in their order; `chosen` are people who are filters already. */
export function groups(overview: Overview, facets: Facets | undefined, chosen: string[]): Group[] {
  const { categories, platforms, tags, tickets } = overview;
  const platform = (of: string) => tcode('platform', of, 'platform.other');
  return [
    {
      kind: 'category',
      title: 'nav.categories',
      head: 8,
      lines: categories.map((one) => ({
        ...(facets ? found(one.name, facets.categories, 'conversations') : share(one)),
        color: one.color,
      })),
    },
    {
      kind: 'on',
      title: 'nav.platforms',
      head: 6,
      lines: platforms.map((one) => ({
        ...(facets ? found(one.platform, facets.platforms, 'messages') : counted(one.platform, one.count)),
        name: platform(one.platform),
      })),
    },
    { kind: 'tag', title: 'nav.tags', head: 5, lines: named(tags, facets?.tags) },
    { kind: 'ticket', title: 'nav.tickets', head: 3, lines: named(tickets, facets?.tickets) },
    { kind: 'with', title: 'nav.people', head: 5, lines: facets ? people(facets.people, chosen) : [] },
  ];
}

/** People are those of what was found; who is a filter is among them, so that the filter can be taken away. */
function people(counts: FacetCount[], chosen: string[]): Line[] {
  const names = counts.map(({ name }) => name).filter(Boolean);
  const others = chosen.filter((name) => !names.includes(name));
  return [...others, ...names].map((name) => found(name, counts, 'conversations'));
}

function named(all: { name: string; count: number }[], counts: FacetCount[] | undefined): Line[] {
  return all.map(({ name, count }) => (counts ? found(name, counts, 'conversations') : counted(name, count)));
}

function counted(value: string, count: number): Line {
  return { name: value, value, figure: number(count), quiet: false };
}

function share({ name, count, share, baseline }: CategoryCount): Line {
  const params = { share: share ?? 0, n: count, baseline: baseline ?? 0 };
  return {
    ...counted(name, count),
    ...(share !== null && { figure: `${share}%` }),
    title: t(baseline === null ? 'nav.share' : 'nav.share_baseline', params),
  };
}

function found(value: string, counts: FacetCount[], measure: Measure): Line {
  const { messages, conversations } = counts.find(({ name }) => name === value) ?? {
    messages: 0,
    conversations: 0,
  };
  const both = [tn('list.messages', messages), tn('list.conversations', conversations)];
  const count = measure === 'messages' ? messages : conversations;
  return { ...counted(value, count), quiet: messages === 0, title: both.join(t('common.separator_spaced')) };
}
