/** `docs/records.md`: what each kind of record tells, as the cases in `events/` show it. */
import type { Caller } from '../../lib/access/caller.ts';
import { type Door, DOOR_KINDS, type DoorKind } from '../../lib/access/door.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { SwitchRoleHalf } from '../../lib/access/switch-role-half.ts';
import { sayDoorKind } from '../../lib/api/words.ts';
import { parseJson, textAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { type Judgement, judgeEvent } from '../../lib/usecases/judge-event.ts';
import { type EventCase, OWN_STACK } from './event-cases.ts';

interface Judged {
  readonly judgement: Judgement;
  /** `AssumeRole`, `PutBucketPolicy`, without the API version that some names end in. */
  readonly call: string;
  readonly says: string;
}

/** The whole page. */
export const recordsPage = (policy: Policy, cases: readonly EventCase[]): string => {
  const judged = cases.map(
    ({ text, expectation }): Judged => ({
      judgement: judgeEvent(policy, text, { ownStack: OWN_STACK }),
      call: callOf(text),
      says: expectation.says,
    }),
  );
  return `${[HEAD, entries(judged), halves(judged), ...doors(judged), others(judged)].join('\n\n')}\n`;
};

const callOf = (text: string): string => {
  const event = parseJson(text);
  const name = textAt(event, 'detail', 'eventName') ?? textAt(event, 'detail-type') ?? 'no event name';
  const service = (textAt(event, 'detail', 'eventSource') ?? textAt(event, 'source') ?? '').replace(
    /^aws\.|\..*$/g,
    '',
  );
  return `${service} ${name.replace(/(?:20\d{6}|20\d\d_\d\d_\d\d)(?:v\d+)?$/, '')}`.trim();
};

const HEAD = `# What the records tell

Made from the cases in \`events/\` by \`npm run records\`; a test holds that it is current. One line for each kind of record.

"Known" is what every case of it tells, "sometimes" what some do, "not told" what none does: that cannot be known from the
record alone. Only AssumeRole takes an external ID: in every other row it does not apply. Certainty is how we know who it
was: \`asserted\` by AWS or the identity provider, \`resolved\` by joining records, \`claimed\` by the caller, \`unknown\` when
nothing names a person.`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string): string => (text === '' ? '–' : text.replaceAll('|', '\\|'));

const grouped = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
};

/** What a record may tell, by the name of it; `undefined` for what there is not in such an entry. */
type Telling<T> = Readonly<Record<string, (thing: T) => boolean | undefined>>;

const knowledge = <T>(things: readonly T[], telling: Telling<T>): readonly [string, string, string] => {
  const names = Object.keys(telling).filter((name) =>
    things.some((thing) => telling[name]?.(thing) !== undefined),
  );
  const share = (name: string): number => things.filter((thing) => telling[name]?.(thing) === true).length;
  const having = (fits: (told: number) => boolean): string =>
    names.filter((name) => fits(share(name))).join(', ');
  return [
    having((told) => told === things.length),
    having((told) => told > 0 && told < things.length),
    having((told) => told === 0),
  ];
};

const certaintiesOf = (callers: readonly Caller[]): string =>
  [...new Set(callers.map(({ certainty }) => certainty))].sort().join(', ');

const OF_ENTRY: Telling<RoleAccess> = {
  'the role': ({ role }) => role !== undefined,
  'the caller’s ARN': ({ caller }) => caller.arn !== undefined,
  'the caller’s account': ({ caller }) => caller.accountId !== undefined,
  'session name': ({ session }) => session.name !== undefined,
  'source identity': ({ session }) => session.sourceIdentity !== undefined,
  'session end': ({ session }) => session.expires !== undefined,
  'external ID passed or not': ({ kind, session }) =>
    kind === 'assume-role' ? session.externalId !== 'not-recorded' : undefined,
  MFA: ({ mfa }) => mfa !== 'not-recorded',
  address: ({ origin }) => origin.kind === 'address',
};

const ENTRY_HEAD = ['Record', 'Caller', 'Known', 'Sometimes', 'Not told', 'Certainty', 'Rings'];

const entries = (judged: readonly Judged[]): string => {
  const accesses = judged.flatMap(({ judgement, call }) =>
    judgement.kind === 'access' || (judgement.kind === 'ignored' && judgement.access !== undefined)
      ? [{ call, access: judgement.access as RoleAccess, rings: judgement.kind === 'access' }]
      : [],
  );
  const rows = grouped(accesses, ({ call, access }) =>
    [call, access.outcome === 'denied' ? 'refused' : '', callerWords(access)].join('#'),
  ).map(([key, group]) => {
    const [call = '', refused = '', caller = ''] = key.split('#');
    const things = group.map(({ access }) => access);
    const rings = new Set(group.map((one) => one.rings));
    return [
      `${call}${refused === '' ? '' : ', refused'}`,
      caller,
      ...knowledge(things, OF_ENTRY),
      certaintiesOf(things.map((access) => access.caller)),
      rings.size === 2 ? 'if the role is designated' : rings.has(true) ? 'yes' : 'no',
    ];
  });
  return `## Entries into a role\n\n${table(ENTRY_HEAD, rows)}`;
};

const callerWords = ({ caller, accountId }: RoleAccess): string => {
  const type = caller.type
    .replaceAll('-', ' ')
    .replace('aws', 'AWS')
    .replace('iam', 'IAM')
    .replace('saml', 'SAML');
  if (caller.accountId === undefined) return type;
  return `${type}, ${caller.accountId === accountId ? 'same account' : 'another account'}`;
};

const OF_HALF: Telling<SwitchRoleHalf> = {
  'the role’s name': ({ roleName }) => roleName !== '',
  'who switched': ({ switchedFrom }) => switchedFrom !== undefined,
  MFA: ({ mfa }) => mfa !== 'not-recorded',
  address: ({ origin }) => origin.kind === 'address',
};

/** Evidence about an access that another record tells. */
const halves = (judged: readonly Judged[]): string => {
  const found = judged.flatMap(({ judgement, call }) =>
    judgement.kind === 'switch-half' ? [{ call, half: judgement.half }] : [],
  );
  const copies = judged.flatMap(({ judgement }) =>
    judgement.kind === 'caller-copy' ? [judgement.copy] : [],
  );
  const rows = grouped(
    found,
    ({ call, half }) => `${call}${half.outcome === 'denied' ? ', refused' : ''}`,
  ).map(([call, group]) => [
    call,
    ...knowledge(
      group.map(({ half }) => half),
      OF_HALF,
    ),
    'resolved',
    'with its AssumeRole record, or alone after 15 minutes',
  ]);
  const copied = [
    'sts AssumeRole, the partner’s copy',
    ...knowledge(copies, {
      'the role': ({ roleArn }) => roleArn !== '',
      'the caller’s ARN': ({ caller }) => caller.arn !== undefined,
      MFA: ({ mfa }) => mfa !== 'not-recorded',
      address: ({ origin }) => origin.kind === 'address',
    }),
    certaintiesOf(copies.map(({ caller }) => caller)),
    'no: it names the caller of an access',
  ];
  const head = ['Record', 'Known', 'Sometimes', 'Not told', 'Certainty', 'Rings'];
  return `## Records that tell more about an entry\n\n${table(head, copies.length === 0 ? rows : [...rows, copied])}`;
};

const OF_DOOR: Telling<Door> = {
  'who by ARN': ({ caller }) => caller.arn !== undefined,
  'on what': ({ subject }) => !subject.name.startsWith('(not named'),
  MFA: ({ mfa }) => mfa !== 'not-recorded',
  address: ({ origin }) => origin.kind === 'address',
};

const DOOR_HEAD = [
  'Record',
  'Known',
  'Sometimes',
  'Not told',
  'Certainty',
  'Lets in',
  'Rings',
  'Recorded only',
];

const doors = (judged: readonly Judged[]): readonly string[] => {
  const all = judged.flatMap(({ judgement, call }) =>
    judgement.kind === 'door' ? [{ call, door: judgement.door }] : [],
  );
  const sectionOf = (kind: DoorKind): string => {
    const { words, note = '' } = sayDoorKind(kind);
    const rows = grouped(
      all.filter(({ door }) => door.kind === kind),
      ({ call }) => call,
    ).map(([call, group]) =>
      doorRow(
        call,
        group.map(({ door }) => door),
      ),
    );
    return `### ${sentence(words)}\n\n${note}.\n\n${table(DOOR_HEAD, rows)}`;
  };
  const known = DOOR_KINDS.filter((kind) => all.some(({ door }) => door.kind === kind));
  return [DOORS_INTRODUCTION, ...known.map(sectionOf)];
};

const DOORS_INTRODUCTION = `## Doors: every other way in

Every call below is a door to Rolecall; what it opens decides whether it rings. "Rings" and "recorded only" name the
reasons that the cases show.`;

const doorRow = (call: string, group: readonly Door[]): readonly string[] => [
  call,
  ...knowledge(group, OF_DOOR),
  certaintiesOf(group.map(({ caller }) => caller)),
  [...new Set(group.flatMap(({ opens }) => opens.map(({ kind }) => kind.replaceAll('-', ' '))))]
    .sort()
    .join(', '),
  reasonsOf(group.filter(({ weight }) => weight !== 'recorded')),
  reasonsOf(group.filter(({ weight }) => weight === 'recorded')),
];

const MOST_REASONS = 3;

const reasonsOf = (group: readonly Door[]): string =>
  [
    ...new Set(
      [...group]
        .sort((one, other) => Number(other.weight === 'urgent') - Number(one.weight === 'urgent'))
        .map(({ because, weight }) => (weight === 'urgent' ? `${because} (urgent)` : because)),
    ),
  ]
    .slice(0, MOST_REASONS)
    .join('; ');

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** What rings for nobody, and what cannot be read. */
const others = (judged: readonly Judged[]): string => {
  const rows = grouped(
    judged.flatMap(({ judgement, call, says }) =>
      judgement.kind === 'unreadable' || (judgement.kind === 'ignored' && judgement.access === undefined)
        ? [{ key: `${judgement.kind === 'unreadable' ? 'yes, to the default owner' : 'no'}#${call}`, says }]
        : [],
    ),
    ({ key }) => key,
  ).map(([key, group]) => {
    const [rings = '', call = ''] = key.split('#');
    return [call, group[0]?.says ?? '', String(group.length), rings];
  });
  return `## Neither\n\n${table(['Record', 'For example', 'Cases', 'Rings'], rows)}`;
};
