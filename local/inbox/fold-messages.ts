/** From single arrivals to what a person sees: one card per thing, edits and comments inside it, newest first. */
import { textAt } from '../vendors/json.ts';
import { reachedThePerson, type KeptMessage, type MessageKind } from '../vendors/kept-message.ts';

/** One card: the first message of a thing and what came after it. */
export interface Card {
  readonly kind: MessageKind;
  readonly destination: string;
  readonly first: KeptMessage;
  readonly later: readonly KeptMessage[];
  readonly lastSeq: number;
}

export interface DestinationGroup {
  readonly destination: string;
  readonly kind: MessageKind;
  readonly cards: readonly Card[];
}

/** Cards in order of arrival. Refused and failed messages stand alone: nobody saw them. */
export function foldMessages(messages: readonly KeptMessage[]): readonly Card[] {
  const cards = new Map<string, Card>();
  for (const message of messages) {
    const standsAlone = message.thing === null || !reachedThePerson(message);
    const key = standsAlone ? `alone ${String(message.seq)}` : `${message.vendor} ${message.thing}`;
    const before = cards.get(key);
    cards.set(
      key,
      before ? { ...before, later: [...before.later, message], lastSeq: message.seq } : cardOf(message),
    );
  }
  return [...cards.values()];
}

function cardOf(message: KeptMessage): Card {
  return {
    kind: message.kind,
    destination: message.destinationHint,
    first: message,
    later: [],
    lastSeq: message.seq,
  };
}

/** Groups by destination, the one with the newest news first, and inside it the newest card first. */
export function groupByDestination(cards: readonly Card[]): readonly DestinationGroup[] {
  const newest = [...cards].sort((left, right) => right.lastSeq - left.lastSeq);
  const groups = new Map<string, Card[]>();
  for (const card of newest) {
    const key = `${card.kind} ${card.destination}`;
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  return [...groups.values()].flatMap((list) => {
    const head = list[0];
    return head ? [{ destination: head.destination, kind: head.kind, cards: list }] : [];
  });
}

/** A Slack message as it was sent and after each of its edits, oldest first. */
export function versionsOf(first: KeptMessage, later: readonly KeptMessage[]): readonly KeptMessage[] {
  const ts = textAt(first.body, 'ts');
  return [first, ...later.filter((item) => item.action === 'update' && textAt(item.body, 'ts') === ts)];
}

/** What a person received, per kind: for the tabs. */
export function countByKind(cards: readonly Card[]): ReadonlyMap<MessageKind, number> {
  const counts = new Map<MessageKind, number>();
  for (const card of cards) {
    if (reachedThePerson(card.first)) counts.set(card.kind, (counts.get(card.kind) ?? 0) + 1);
  }
  return counts;
}
