/** The facts of one access as labelled values. */
import type { Door } from '../access/door.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Party, Policy } from '../policy/policy.ts';
import type { ShownFact } from './contract.ts';
import { sayDuration } from './say-duration.ts';
import { entryOf } from '../history/entry-of.ts';
import { showText } from './show-text.ts';
import { sayDoorKind, sayEntry } from './words.ts';

/** The fact, or nothing when the record does not have it. */
const fact = (
  label: string,
  value: string | undefined,
  more: Partial<ShownFact> = {},
): readonly ShownFact[] => (value === undefined ? [] : [{ label, value: showText(value), ...more }]);

const moment = (label: string, iso: string | undefined): readonly ShownFact[] =>
  fact(label, iso, iso === undefined ? {} : { moment: iso });

const EXTERNAL_ID_WORDS = {
  passed: 'passed (its value is not kept)',
  'not-passed': 'not passed',
  'not-recorded': undefined,
} as const;

/** What the minted session is and how long it lasts. */
export const projectSession = (
  { session, trust }: RoleAccess,
  entry: ReturnType<typeof entryOf>,
): readonly ShownFact[] => {
  const { words, note } = sayEntry(entry);
  const length = session.durationSeconds;
  return [
    ...fact('Entered by', words, note === undefined ? {} : { note }),
    ...fact('Session name', session.name, {
      note: trust?.sessionName === 'pinned' ? 'pinned by the trust policy' : 'chosen by the caller',
      verbatim: true,
    }),
    ...fact('Source identity', session.sourceIdentity, { note: 'stays with the session', verbatim: true }),
    ...moment('Session ends', session.expires),
    ...fact('Asked for', length === undefined ? undefined : sayDuration(length)),
    ...fact('External ID', EXTERNAL_ID_WORDS[session.externalId]),
    ...session.tags.flatMap(({ key, value }) => fact(`Tag ${showText(key)}`, value, { verbatim: true })),
  ];
};

const sayRegions = ({ region, servedBy }: RoleAccess['recorded']): string =>
  servedBy === undefined ? region : `${region}, served by ${servedBy}`;

/** What a door is about, and why it rings or does not. */
export const projectDoorFacts = (door: Door): readonly ShownFact[] => {
  const { words, note } = sayDoorKind(door.kind);
  return [
    ...fact('Kind of door', words, note === undefined ? {} : { note }),
    ...fact('On', `${door.subject.type} ${door.subject.name}`),
    ...fact('Call', `${door.eventSource} ${door.eventName}`, { verbatim: true }),
    ...fact(door.weight === 'recorded' ? 'Recorded, not told' : 'Why it rings', door.because),
  ];
};

/** The console and AWS's services name no program there. */
const programOf = ({ userAgent }: RoleAccess['origin']): string | undefined =>
  userAgent === 'AWS Internal' ? undefined : userAgent;

/** Where the call came from and where it was written down. */
export const projectOrigin = ({ origin, recorded, errorCode }: RoleAccess | Door): readonly ShownFact[] => [
  ...fact(origin.kind === 'address' ? 'Address' : 'Origin', origin.text, { verbatim: true }),
  ...fact('Program', programOf(origin), { note: 'as the caller names it', verbatim: true }),
  ...fact('Recorded in', sayRegions(recorded)),
  ...fact('AWS answered', errorCode, { verbatim: true }),
];

const findParty = (parties: readonly Party[], id: string | undefined): Party | undefined =>
  parties.find((party) => party.id === id);

const contactOf = (party: Party | undefined): Partial<ShownFact> =>
  party?.contact === undefined ? {} : { note: showText(party.contact) };

/** Who answers for the account, and for whom it is run. */
export const projectAnswerable = ({ route }: AccessRow, policy: Policy): readonly ShownFact[] => {
  const owner = findParty(policy.owners, route.owner);
  const client = findParty(policy.clients, route.client);
  return [
    ...fact('Owner', owner?.name ?? route.owner, contactOf(owner)),
    ...fact('Client', client?.name ?? route.client, contactOf(client)),
  ];
};

const id = (label: string, value: string | undefined): readonly ShownFact[] =>
  fact(label, value, { verbatim: true });

const accessIds = (access: RoleAccess): readonly ShownFact[] => [
  ...id('Event id', access.eventId),
  ...id('Shared event id', access.sharedEventId),
  ...id('Request id', access.requestId),
  ...id('Event name', access.eventName),
  ...id('Role ARN', access.role?.arn),
  ...id('Caller ARN', access.caller.arn),
  ...id('Caller principal id', access.caller.principalId),
  ...id('Caller account', access.caller.accountId),
  ...id('Session principal id', access.session.principalId),
  ...id('Session access key id', access.session.accessKeyId),
];

const doorIds = (door: Door): readonly ShownFact[] => [
  ...id('Event id', door.eventId),
  ...id('Request id', door.requestId),
  ...id('Event source', door.eventSource),
  ...id('Event name', door.eventName),
  ...id('Subject', door.subject.name),
  ...id('Caller ARN', door.caller.arn),
  ...id('Caller principal id', door.caller.principalId),
  ...id('Caller account', door.caller.accountId),
];

const idsOf = ({ access, door, ...row }: AccessRow): readonly ShownFact[] => {
  if (door !== undefined) return doorIds(door);
  return access === undefined ? unreadableIds(row) : accessIds(access);
};

const unreadableIds = ({ unreadable }: Pick<AccessRow, 'unreadable'>): readonly ShownFact[] =>
  unreadable === undefined
    ? []
    : [
        ...id('Event name', unreadable.eventName),
        ...fact('Length', `${unreadable.bytes} bytes`),
        ...id('SHA-256', unreadable.sha256),
        ...id('Begins with', unreadable.prefix),
      ];

/** The raw identifiers: what a reviewer searches CloudTrail with. */
export const projectIds = (row: AccessRow): readonly ShownFact[] => [
  ...id('Access id', row.accessId),
  ...id('Account', row.accountId),
  ...idsOf(row),
  ...(row.corrections ?? []).flatMap(({ eventId }, index) =>
    id(`Correction ${index + 1}, event id`, eventId),
  ),
  ...id('Counted with access id', row.groupedWith),
  ...id('Configuration (SHA-256)', row.policyHash),
];
