/** Accesses as an organisation with many accounts has them: a few people and pipelines often, most of them seldom. */
import type { Caller } from '../lib/access/caller.ts';
import type { ObservationCode } from '../lib/access/observations.ts';
import type { RoleAccess } from '../lib/access/role-access.ts';
import type { AccessRow } from '../lib/history/access-row.ts';
import type { Review, ReviewState } from '../lib/history/review.ts';
import { type Draw, drawsOf } from './draw.ts';

/** End of the year that is filled. */
export const END = '2026-11-22T12:00:00.000Z';
const YEAR_MILLISECONDS = 365 * 24 * 3_600_000;

export const ACCOUNTS = 60;
const CLIENTS = 12;
const PEOPLE = 3_000;
const ROLES = 40;
const ADDRESSES = 4_000;

export const accountAt = (n: number): string => String(100_000_000_000 + n * 1_010_101);
export const clientAt = (n: number): string => `client-${String(n)}`;
export const ownerOf = (account: number): string => `team-${String(account % 10)}`;
export const clientOf = (account: number): string | undefined =>
  account % 2 === 0 ? clientAt(account % CLIENTS) : undefined;
export const roleAt = (n: number): string => `${JOBS[n % JOBS.length] ?? 'Operator'} ${String(n)}`;
export const personAt = (n: number): string =>
  `${FIRST[n % FIRST.length] ?? 'kim'}.${LAST[Math.floor(n / FIRST.length) % LAST.length] ?? 'doe'}${String(n)}@acme.example`;
export const addressAt = (n: number): string =>
  `198.${String(18 + (n >> 16))}.${String((n >> 8) & 255)}.${String(n & 255)}`;

const FIRST = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'];
const LAST = ['adams', 'brown', 'clark', 'davis', 'evans', 'fischer', 'garcia', 'hoffmann'];
const JOBS = ['Production administrator', 'Database operator', 'Deployer', 'Network operator'];

/** Row `n` of `total`, newest last. */
export const believableRow = (n: number, total: number): AccessRow => {
  const draw = drawsOf(n);
  const time = new Date(Date.parse(END) - YEAR_MILLISECONDS * (1 - (n + draw.next()) / total)).toISOString();
  const accountNumber = draw.mostlyFirst(ACCOUNTS);
  const accountId = accountAt(accountNumber);
  const accessId = `${accountId}.${uuidOf(n, draw)}`;
  const roleName = roleAt(draw.mostlyFirst(ROLES));
  const isOld = n < total * 0.98;
  const access = believableAccess({ accessId, accountId, time, roleName }, draw);
  const isRepeat = draw.next() < 0.3;
  const review = isRepeat || !isOld ? undefined : believableReview(time, draw);
  const client = clientOf(accountNumber);
  return {
    schemaVersion: 1,
    accessId,
    time,
    recordedAt: time,
    foundBy: draw.next() < 0.01 ? 'sweep' : 'event',
    accountId,
    accountName: `Account ${String(accountNumber)}`,
    roleName,
    access,
    route: {
      owner: ownerOf(accountNumber),
      ...(client === undefined ? {} : { client }),
      legs: isRepeat
        ? []
        : [{ destinationId: 'platform-slack', edition: 'owner', why: 'owner of the account' }],
    },
    ...(isRepeat ? { groupedWith: `${accountId}.${uuidOf(n - 1, drawsOf(n - 1))}` } : {}),
    ...(review === undefined ? {} : { review }),
    policyHash: 'c0ffee',
    joined: [],
  };
};

const uuidOf = (n: number, draw: Draw): string =>
  `${n.toString(16).padStart(8, '0')}-0000-4000-8000-${draw
    .below(2 ** 31)
    .toString(16)
    .padStart(12, '0')}`;

interface About {
  readonly accessId: string;
  readonly accountId: string;
  readonly time: string;
  readonly roleName: string;
}

const believableAccess = ({ accessId, accountId, time, roleName }: About, draw: Draw): RoleAccess => {
  const isPipeline = draw.next() < 0.2;
  const person = personAt(draw.mostlyFirst(PEOPLE));
  const label = isPipeline ? `repo:acme/shop-${String(draw.mostlyFirst(50))}` : person;
  const role = roleName.toLowerCase().replaceAll(' ', '-');
  return {
    schemaVersion: 1,
    accessId,
    eventId: accessId.slice(13),
    eventName: 'AssumeRole',
    kind: isPipeline ? 'web-identity' : 'assume-role',
    outcome: draw.next() < 0.01 ? 'denied' : 'success',
    time,
    accountId,
    role: { arn: `arn:aws:iam::${accountId}:role/${role}`, accountId, name: role },
    caller: callerOf(label, isPipeline, draw),
    session: {
      name: isPipeline ? `build-${String(draw.below(2 ** 31))}` : label,
      externalId: 'not-recorded',
      tags: [],
    },
    mfa: 'not-recorded',
    origin: { kind: 'address', text: addressAt(draw.mostlyFirst(ADDRESSES)), userAgent: 'aws-cli/2.31.0' },
    recorded: { region: 'us-east-1' },
    observations: observationsOf(draw),
  };
};

const callerOf = (label: string, isPipeline: boolean, draw: Draw): Caller => ({
  type: isPipeline ? 'web-identity' : 'other-account',
  label,
  certainty: draw.oneOf(['asserted', 'claimed', 'claimed', 'resolved']),
  accountId: accountAt(draw.mostlyFirst(5)),
  principalId: `AROAEXAMPLE:${label}`,
  evidence: [
    { source: 'userIdentity.principalId', value: label, certainty: 'claimed', note: 'chosen by the caller' },
  ],
});

const observationsOf = (draw: Draw): RoleAccess['observations'] => {
  const rarely: readonly (readonly [ObservationCode, number])[] = [
    ['chained-session', 0.3],
    ['out-of-hours', 0.1],
    ['first-network', 0.02],
    ['used-elsewhere', 0.0002],
  ];
  return rarely.flatMap(([code, chance]) => (draw.next() < chance ? [{ code, reason: 'It was so.' }] : []));
};

const believableReview = (time: string, draw: Draw): Review | undefined => {
  const chance = draw.next();
  if (chance < 0.002) return undefined;
  const state: ReviewState = chance < 0.01 ? 'escalated' : chance < 0.4 ? 'explained' : 'acknowledged';
  const action = state === 'escalated' ? 'escalate' : state === 'explained' ? 'explain' : 'acknowledge';
  return {
    state,
    version: 1,
    action,
    by: { subject: 'reviewer', name: 'Jane Roe' },
    at: time,
    reason: 'planned-work',
    ...(state === 'explained' ? { ticket: `OPS-${String(draw.mostlyFirst(20_000))}` } : {}),
  };
};
