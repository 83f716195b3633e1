/** What arrived at the vendors, by access and destination. */
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import { type KeptMessage, reachedThePerson } from '../local/vendors/kept-message.ts';
import { describeTime } from '../lib/notification/describe-time.ts';
import { clientTimeZone, hintsOf } from './fault-policy.ts';
import { ACCESS_ID } from './fault-records.ts';

export interface Inbox {
  /** Messages that reached a person and name the access: new ones, edits and comments. */
  about(accessId: string): readonly KeptMessage[];
  /**
   * Of these the new ones at one destination: a topic's mail counts once for all its addresses, a webhook's requests with
   * one id count once. A client's edition names no access: it is told by its second.
   */
  copies(access: { readonly accessId: string; readonly time: string }, destinationId: string): number;
  /** Everything that reached a person at a destination. */
  at(destinationId: string): readonly KeptMessage[];
}

export function openInbox(policy: JsonObject, messages: () => readonly KeptMessage[]): Inbox {
  const byAccess = new Map<string, KeptMessage[]>();
  let read = 0;
  const readOn = (): void => {
    const all = messages();
    for (; read < all.length; read += 1) {
      const message = all[read];
      if (message === undefined || !reachedThePerson(message)) continue;
      for (const id of new Set(JSON.stringify(message.body).match(ACCESS_ID) ?? [])) {
        byAccess.set(id, [...(byAccess.get(id) ?? []), message]);
      }
    }
  };
  const isAt = (destinationId: string): ((message: KeptMessage) => boolean) => {
    // One address stands for all of a topic: SNS mails to all of them or to none.
    const [hint] = hintsOf(policy, destinationId);
    return ({ destinationHint }) => destinationHint === hint;
  };
  const about = (accessId: string): readonly KeptMessage[] => {
    readOn();
    return byAccess.get(accessId) ?? [];
  };
  const arrived = (destinationId: string): readonly KeptMessage[] =>
    messages().filter(reachedThePerson).filter(isAt(destinationId));
  return {
    about,
    copies: ({ accessId, time }, destinationId) => {
      const zone = clientTimeZone(policy, destinationId);
      const named = zone === undefined ? about(accessId) : arrived(destinationId).filter(tells(time, zone));
      return countCopies(named.filter(({ action }) => action === 'new').filter(isAt(destinationId)));
    },
    at: arrived,
  };
}

const tells =
  (time: string, zone: string) =>
  ({ body }: KeptMessage): boolean =>
    JSON.stringify(body).includes(describeTime(time, zone));

/** A receiver of webhooks drops a repeated id, as the standard asks. */
const countCopies = (messages: readonly KeptMessage[]): number =>
  new Set(messages.map(({ body, seq }) => textAt(body, 'headers', 'webhook-id') ?? seq)).size;
