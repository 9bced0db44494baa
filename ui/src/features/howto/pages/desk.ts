/** Help desks. */
import { route, type Page } from '../page';

export const DESK: Page[] = [
  {
    id: 'zendesk',
    name: 'platform.zendesk',
    group: 'desk',
    access: 'staff',
    known: 'zendesk',
    routes: [
      route('zendesk.export', ['console', 'mail', 'file']),
      route(
        'zendesk.api',
        ['terminal', 'file'],
        'GET /api/v2/tickets/{id}/comments.json?include=users\nGET /api/v2/chats/{id}',
      ),
    ],
    gives: 'howto.zendesk.gives',
    mind: 'howto.zendesk.mind',
    formats: ['zendesk_support', 'zendesk_chat'],
  },
  {
    id: 'intercom',
    name: 'platform.intercom',
    group: 'desk',
    access: 'staff',
    known: 'intercom',
    routes: [route('intercom.api', ['terminal', 'file'], 'GET /conversations/{id}')],
    gives: 'howto.intercom.gives',
    mind: 'howto.intercom.mind',
    formats: ['intercom'],
  },
  {
    id: 'chatwoot',
    name: 'platform.chatwoot',
    group: 'desk',
    access: 'staff',
    known: 'chatwoot',
    routes: [
      route(
        'chatwoot.api',
        ['terminal', 'file'],
        'GET /api/v1/accounts/{account}/conversations/{id}/messages',
      ),
    ],
    gives: 'howto.chatwoot.gives',
    mind: 'howto.chatwoot.mind',
    formats: ['chatwoot'],
  },
  {
    id: 'zammad',
    name: 'platform.zammad',
    group: 'desk',
    access: 'staff',
    known: 'zammad',
    routes: [
      route('zammad.api', ['terminal', 'file'], 'GET /api/v1/ticket_articles/by_ticket/{ticket}?expand=true'),
    ],
    gives: 'howto.zammad.gives',
    mind: 'howto.zammad.mind',
    formats: ['zammad'],
  },
];
