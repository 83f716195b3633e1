/** Whether a message is more than the first notice of one access: read as its receiver would, from what it says of itself. */
import { isObject, listAt, objectAt, textAt } from '../vendors/json.ts';
import type { KeptMessage } from '../vendors/kept-message.ts';

const noticeKinds = ['follow-up', 'digest', 'operator'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a reader of the inbox is told above the message. */
export const noticeWords: Readonly<Record<NoticeKind, string>> = {
  'follow-up': 'a later word about an earlier notice',
  digest: 'several notices in one',
  operator: 'for whoever runs Rolecall',
};

/** Where a vendor carries no kind, the title tells: its words are held by a test. */
const titles: readonly (readonly [NoticeKind, RegExp])[] = [
  ['digest', /^[\d,]+ notices? (?:that could not be sent since|in one:) /],
  ['follow-up', /^(?:Once more, at |[\d,]+ more times until |Corrected by AWS: )/],
];

/** `undefined` for the first notice of an access, and for what cannot be told. */
export function noticeKindOf(message: KeptMessage): NoticeKind | undefined {
  const said = saidKind(message);
  if (said !== undefined) return noticeKinds.find((kind) => kind === said);
  const title = titleOf(message);
  return titles.find(([, pattern]) => pattern.test(title))?.[0];
}

/** Mails and webhooks carry it, for receivers that filter. */
function saidKind({ kind, body }: KeptMessage): string | undefined {
  if (kind === 'mail') return textAt(objectAt(body, 'messageAttributes'), 'kind');
  return kind === 'webhook' ? textAt(objectAt(objectAt(body, 'json'), 'data'), 'kind') : undefined;
}

function titleOf({ kind, body }: KeptMessage): string {
  if (kind === 'ticket') return textAt(objectAt(body, 'fields'), 'summary') ?? '';
  if (kind === 'ops-item') return textAt(objectAt(body, 'members'), 'Title') ?? '';
  const header = (listAt(body, 'blocks') ?? []).filter(isObject).find((block) => block['type'] === 'header');
  return textAt(objectAt(header ?? {}, 'text'), 'text') ?? textAt(body, 'text') ?? '';
}
