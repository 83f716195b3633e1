/** The card of a row: what it is listed, searched and counted by. Pure: the same row has the same card everywhere. */
import { parseIso } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { showText } from '../kernel/show-text.ts';
import type { AccessRow } from './access-row.ts';
import type { Card } from './card.ts';
import { entryOf } from './entry-of.ts';
import { originOf, UNREADABLE_PERSON, whatOf } from './shown-of-row.ts';
import { stateOf } from './state-of-row.ts';

/** So that a card and its place in an index stay within one write unit, and a value within a sort key. */
const LONGEST = 200;

/** As the page shows it; a cut in the middle of a surrogate pair would leave half a character behind. */
const cut = (text: string): string => {
  const shown = showText(text);
  if (shown.length <= LONGEST) return shown;
  return `${shown.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

const cutOrNone = (text: string | undefined): string | undefined => {
  const shown = text === undefined ? '' : cut(text);
  return shown === '' ? undefined : shown;
};

/** With milliseconds, so that moments sort as texts. */
const momentOf = (iso: string): string => parseIso(iso)?.toISOString() ?? iso;

type Happening = Pick<Card, 'kind' | 'entry' | 'outcome' | 'person' | 'certainty' | 'home' | 'observations'>;

const UNREADABLE: Happening = {
  kind: 'unreadable',
  entry: 'unreadable',
  outcome: 'unreadable',
  person: UNREADABLE_PERSON,
  certainty: 'unknown',
  observations: [],
};

const happeningOf = (row: AccessRow): Happening => {
  const happened = row.access ?? row.door;
  if (happened === undefined) return UNREADABLE;
  const { label, certainty, accountId: home } = happened.caller;
  const who = { person: cutOrNone(label) ?? UNREADABLE_PERSON, certainty, ...compact({ home }) };
  const { access, door } = row;
  return door === undefined
    ? {
        kind: 'access',
        entry: entryOf(row),
        outcome: happened.outcome,
        ...who,
        observations: (access?.observations ?? []).map(({ code }) => code),
      }
    : { kind: 'door', entry: door.kind, outcome: door.outcome, ...who, observations: [] };
};

const addressOf = (row: AccessRow): string | undefined => {
  const origin = originOf(row);
  return origin?.kind === 'address' ? cutOrNone(origin.text) : undefined;
};

/** `undefined` for the canaries, which nobody reviews. */
export const cardOf = (row: AccessRow): Card | undefined =>
  row.canary === true
    ? undefined
    : {
        accessId: row.accessId,
        time: momentOf(row.time),
        ...happeningOf(row),
        accountId: row.accountId,
        owner: row.route.owner,
        role: cut(whatOf(row)),
        foundBy: row.foundBy,
        state: stateOf(row),
        ...compact({
          client: row.route.client,
          session: cutOrNone(row.access?.session.name),
          address: addressOf(row),
          groupedWith: row.groupedWith,
          ticket: cutOrNone(row.review?.ticket),
          assignee: cutOrNone(row.review?.assignee),
          exceptionId: row.expected?.exceptionId,
        }),
      };
