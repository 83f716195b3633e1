/** Rows as the API answers them, made up: people, robots, repeats, doors and every state, for tests of the page. */
import type {
  AccessSummary,
  Certainty,
  ReviewState,
  ShownDoor,
  ShownReview,
  Worded,
} from '../../lib/api/contract.ts';
import {
  DOOR_WEIGHT_WORDS,
  sayCertainty,
  sayDoorKind,
  sayEntry,
  sayObservation,
} from '../../lib/api/words.ts';
import type { ObservationCode } from '../../lib/access/observations.ts';

export const STATE_WORDS: Readonly<Record<ReviewState, string>> = {
  unreviewed: 'not reviewed',
  escalated: 'escalated',
  explained: 'explained',
  acknowledged: 'acknowledged',
  expected: 'expected',
  grouped: 'with its first',
  recorded: 'recorded only',
};

interface Person {
  readonly name: string;
  readonly certainty: Certainty;
  readonly home: string;
  readonly homeAccount: string;
  readonly address: string;
  readonly session?: string;
}

const PEOPLE: readonly Person[] = [
  {
    name: 'alice',
    certainty: 'asserted',
    home: 'IAM user of ACME production',
    homeAccount: '111122223333',
    address: '198.51.100.18',
  },
  {
    name: 'bob@northwind.example',
    certainty: 'claimed',
    home: 'caller of Northwind Managed Services',
    homeAccount: '777788889999',
    address: '203.0.113.77',
  },
  {
    name: 'Carol Jensen',
    certainty: 'resolved',
    home: 'caller of Northwind Managed Services',
    homeAccount: '777788889999',
    address: '203.0.113.9',
  },
  {
    name: 'dan@acme.example',
    certainty: 'asserted',
    home: 'single sign-on user',
    homeAccount: '111122223333',
    address: '198.51.100.40',
  },
  {
    name: 'erin@northwind.example',
    certainty: 'claimed',
    home: 'caller of Northwind Managed Services',
    homeAccount: '777788889999',
    address: '203.0.113.80',
  },
  {
    name: 'repo:acme/shop:environment:production',
    certainty: 'asserted',
    home: 'web identity',
    homeAccount: '111122223333',
    address: '192.0.2.200',
  },
  {
    name: 'AROAEXAMPLEUNKNOWN01',
    certainty: 'unknown',
    home: 'caller of account 999999999999',
    homeAccount: '999999999999',
    address: '2001:db8:85a3::8a2e:370:7334',
    session: 'botocore-session-1763820202',
  },
];

const ACCOUNTS = [
  { id: '111122223333', name: 'ACME production' },
  { id: '444455556666', name: 'ACME payments' },
] as const;

const ROLES = ['Production administrator', 'Payments operator', 'Break glass'] as const;

const OBSERVED: readonly (readonly ObservationCode[])[] = [
  [],
  ['chained-session'],
  [],
  ['no-mfa'],
  ['first-principal', 'out-of-hours'],
  [],
  ['first-network'],
];

const STATES: readonly ReviewState[] = [
  'unreviewed',
  'acknowledged',
  'explained',
  'unreviewed',
  'expected',
  'escalated',
  'acknowledged',
];

export const stateOf = (state: ReviewState): Worded<ReviewState> => ({
  code: state,
  words: STATE_WORDS[state],
});

const reviewOf = (state: ReviewState, time: string): ShownReview => {
  const said = { unreviewed: 0, grouped: 0, recorded: 0, expected: 0 };
  if (state in said) {
    return {
      state: stateOf(state),
      version: 0,
      ...(state === 'expected'
        ? {
            expected: { exceptionId: 'x-1', words: 'expected until', until: '2027-01-31T17:00:00.000Z' },
          }
        : {}),
    };
  }
  const verb = state === 'escalated' ? 'escalated it' : `${state} it`;
  return {
    state: stateOf(state),
    version: 1,
    words: `Jane Roe ${verb}: planned work, OPS-1234`,
    by: 'Jane Roe',
    at: time,
    reason: { code: 'planned-work', words: 'planned work' },
    ticket: 'OPS-1234',
    ticketUrl: 'https://acme.atlassian.net/browse/OPS-1234',
    ...(state === 'escalated' ? { assignee: 'Jane Roe', note: 'Nobody at Northwind knows of it.' } : {}),
  };
};

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

const doorOf = (index: number): ShownDoor | undefined => {
  if (index % 23 !== 11) return undefined;
  const weight = index % 2 === 0 ? 'urgent' : 'normal';
  return {
    kind: sayDoorKind('trust'),
    explanation: 'Role prod-admin can now be assumed by account 999999999999, without external ID',
    weight: { code: weight, words: DOOR_WEIGHT_WORDS[weight], note: 'It lets another account in.' },
  };
};

/** One row; `more` replaces what a test wants otherwise. */
export const stubRow = (index: number, time: string, more: Partial<AccessSummary> = {}): AccessSummary => {
  const person = pick(PEOPLE, index * 5 + Math.floor(index / 7));
  const account = pick(ACCOUNTS, index % 5 === 0 ? 1 : 0);
  const role = pick(ROLES, index % 4 === 0 ? 1 : index % 13 === 0 ? 2 : 0);
  const door = doorOf(index);
  const isDenied = index % 17 === 5;
  const codes: readonly ObservationCode[] = isDenied ? ['denied'] : pick(OBSERVED, index);
  const state = pick(STATES, index + Math.floor(index / 7));
  const kind = person.name.startsWith('repo:') ? 'web-identity' : 'assume-role';
  const verb = isDenied ? 'was refused entry to' : 'entered';
  return {
    accessId: `${account.id}.stub-${index}`,
    time,
    sentence: `${person.name} ${verb} ${role} in ${account.name}.`,
    who: { name: person.name, certainty: sayCertainty(person.certainty), home: person.home },
    role: door === undefined ? role : 'role prod-admin',
    account,
    entry: door === undefined ? sayEntry(kind) : { ...sayDoorKind('trust'), code: 'door' },
    outcome: isDenied
      ? { code: 'denied', words: 'refused', note: 'AWS refused the attempt' }
      : { code: 'success', words: 'entered' },
    ...(door === undefined ? {} : { door }),
    origin: person.address,
    telling: { code: 'told', words: 'told', note: 'Every destination has it.' },
    observations: codes.map((code) => ({ ...sayObservation(code) })),
    review: reviewOf(state, time),
    filters: {
      state,
      person: person.name,
      role: door === undefined ? role : 'role prod-admin',
      account: account.id,
      address: person.address,
      home: person.homeAccount,
      kind: door === undefined ? 'access' : 'door',
      entry: door === undefined ? kind : 'trust',
      outcome: isDenied ? 'denied' : 'success',
      certainty: person.certainty,
      foundBy: 'event',
      session: person.session ?? person.name,
      ...(state === 'escalated' ? { assignee: 'Jane Roe' } : {}),
      ...(['explained', 'acknowledged', 'escalated'].includes(state) ? { ticket: 'OPS-1234' } : {}),
      ...(state === 'expected' ? { exception: 'x-1' } : {}),
    },
    ...more,
  };
};

/** The repeats of a row: equal to it, minutes later. */
const repeatsOf = (first: AccessSummary, count: number): readonly AccessSummary[] =>
  Array.from({ length: count }, (_, index) => ({
    ...first,
    accessId: `${first.accessId}-repeat-${index}`,
    time: new Date(Date.parse(first.time) + (index + 1) * 55_000).toISOString(),
    telling: { code: 'grouped' as const, words: 'told with an earlier one' },
    groupedWith: { accessId: first.accessId, time: first.time },
    review: { state: stateOf('grouped'), version: 0 },
    filters: { ...first.filters, state: 'grouped' },
  }));

/** So many rows in the days before `now`, newest first, every fourteenth with repeats. */
export const stubRows = (count: number, now: Date): readonly AccessSummary[] => {
  const step = (6 * 86_400_000) / count;
  const firsts = Array.from({ length: count }, (_, index) =>
    stubRow(index, new Date(now.getTime() - 60_000 - index * step).toISOString()),
  );
  return firsts
    .flatMap((row, index) => {
      if (index % 14 !== 7) return [row];
      const repeats = repeatsOf(row, 4 + (index % 9));
      const until = repeats.at(-1)?.time ?? row.time;
      const lead: AccessSummary = {
        ...row,
        repeats: { count: repeats.length, words: `${repeats.length} more times`, until },
      };
      return [lead, ...repeats];
    })
    .filter(({ time }) => Date.parse(time) < now.getTime())
    .sort((a, b) => Date.parse(b.time) - Date.parse(a.time) || (a.accessId < b.accessId ? 1 : -1));
};
