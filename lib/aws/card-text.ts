/**
 * A card as the one text attribute that every index of the review holds: small, and cheap to read. The id is left out: it
 * is in the key of every item.
 */
import { CERTAINTIES } from '../access/caller.ts';
import { DOOR_KINDS } from '../access/door.ts';
import { OBSERVATION_CODES } from '../access/observations.ts';
import { ENTRY_KINDS } from '../access/role-access.ts';
import { CARD_KINDS, CARD_OUTCOMES, type Card } from '../history/card.ts';
import { REVIEW_STATES } from '../history/review.ts';
import { compact, isObject, type JsonObject, parseJson, textAt } from '../kernel/json.ts';

/** Of the shape below. Cards of another version are written anew by the sweep. */
const VERSION = 1;

export const writeCard = (card: Card): string =>
  JSON.stringify({
    v: VERSION,
    t: card.time,
    k: card.kind,
    e: card.entry,
    o: card.outcome,
    a: card.accountId,
    w: card.owner,
    l: card.client,
    p: card.person,
    y: card.certainty,
    r: card.role,
    s: card.session,
    h: card.home,
    i: card.address,
    b: card.observations.length === 0 ? undefined : card.observations,
    f: card.foundBy === 'sweep' ? 1 : undefined,
    g: card.groupedWith,
    z: card.state,
    n: card.ticket,
    u: card.assignee,
    x: card.exceptionId,
  });

const ENTRIES: readonly Card['entry'][] = [...ENTRY_KINDS, ...DOOR_KINDS, 'unreadable'];

const oneOf = <T extends string>(list: readonly T[], value: unknown): T | undefined =>
  list.find((each) => each === value);

/** `undefined` for a card of another version, or one that Rolecall did not write. */
export const readCard = (accessId: string, text: unknown): Card | undefined => {
  const kept = typeof text === 'string' ? parseJson(text) : undefined;
  return isObject(kept) && kept['v'] === VERSION ? cardFrom(accessId, kept) : undefined;
};

const cardFrom = (accessId: string, kept: JsonObject): Card | undefined => {
  const kind = oneOf(CARD_KINDS, kept['k']);
  const entry = oneOf(ENTRIES, kept['e']);
  const outcome = oneOf(CARD_OUTCOMES, kept['o']);
  const certainty = oneOf(CERTAINTIES, kept['y']);
  const state = oneOf(REVIEW_STATES, kept['z']);
  const time = textAt(kept, 't');
  if (!kind || !entry || !outcome || !certainty || !state || time === undefined) return undefined;
  const text = (key: string): string => textAt(kept, key) ?? '';
  return {
    accessId,
    time,
    kind,
    entry,
    outcome,
    accountId: text('a'),
    owner: text('w'),
    person: text('p'),
    certainty,
    role: text('r'),
    observations: observationsOf(kept['b']),
    foundBy: kept['f'] === 1 ? 'sweep' : 'event',
    state,
    ...compact({
      client: textAt(kept, 'l'),
      session: textAt(kept, 's'),
      home: textAt(kept, 'h'),
      address: textAt(kept, 'i'),
      groupedWith: textAt(kept, 'g'),
      ticket: textAt(kept, 'n'),
      assignee: textAt(kept, 'u'),
      exceptionId: textAt(kept, 'x'),
    }),
  };
};

const observationsOf = (list: unknown): Card['observations'] =>
  Array.isArray(list) ? list.flatMap((code) => oneOf(OBSERVATION_CODES, code) ?? []) : [];
