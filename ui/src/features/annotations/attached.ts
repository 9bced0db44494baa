/** What is attached to the conversation, or to the selected messages together. */
import type { CategoryRef, ConversationDetail, TranscriptMessage } from '../../backend';

export interface Attached {
  targets: string[];
  tags: string[];
  ticket: string | null;
  category: CategoryRef | null;
  note: string | null;
  starred: boolean;
}

/** Of several messages: what all of them carry. */
export function attached(detail: ConversationDetail, selected: TranscriptMessage[]): Attached {
  const [first, ...rest] = selected;
  if (!first) return { ...detail.row, targets: [detail.row.id], note: detail.note };
  const common = <T>(
    pick: (message: TranscriptMessage) => T,
    key: (value: T) => unknown = (value) => value,
  ): T | null => (rest.every((message) => key(pick(message)) === key(pick(first))) ? pick(first) : null);
  return {
    targets: selected.map(({ id }) => id),
    tags: first.tags.filter((tag) => rest.every((message) => message.tags.includes(tag))),
    ticket: common((message) => message.ticket),
    category: common(
      (message) => message.category,
      (category) => category?.id,
    ),
    note: common((message) => message.note),
    starred: selected.every((message) => message.starred),
  };
}
