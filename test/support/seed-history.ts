/** Rows and deliveries for tests of the API and the page: one of each kind a reader can meet. */
import type { Caller } from '../../lib/access/caller.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { Attempt, Delivery, DeliveryState } from '../../lib/delivery/delivery.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import type { Policy } from '../../lib/policy/policy.ts';

export interface SeededAccess {
  readonly row: AccessRow;
  readonly deliveries: readonly Delivery[];
  readonly digests?: readonly Delivery[];
  readonly events?: readonly NotedEvent[];
}

/** The moment so many seconds before the one the history is seen at. */
export type Ago = (seconds: number) => string;

export const POLICY: Policy = {
  hash: 'c0ffee'.padEnd(64, '0'),
  homeRegion: 'us-east-1',
  regions: ['us-east-1', 'eu-central-1'],
  accounts: [
    { id: '111122223333', name: 'ACME production', owner: 'platform', client: 'acme', retentionDays: 400 },
    { id: '444455556666', name: 'ACME payments', owner: 'payments', retentionDays: 400 },
  ],
  roles: [],
  owners: [
    {
      id: 'platform',
      name: 'Platform team',
      timeZone: 'Europe/Berlin',
      contact: '#platform',
      destinations: [],
    },
    { id: 'payments', name: 'Payments team', timeZone: 'Europe/Berlin', destinations: [] },
  ],
  clients: [{ id: 'acme', name: 'ACME', timeZone: 'America/New_York', destinations: [] }],
  defaultOwner: 'platform',
  repeatWindowMinutes: 15,
  trustedAccounts: [{ id: '777788889999', name: 'Northwind Managed Services' }],
  destinations: [
    { id: 'platform-slack', channel: 'slack-app', settings: {} },
    { id: 'platform-jira', channel: 'jira', settings: {} },
    { id: 'acme-mail', channel: 'sns', settings: {} },
    { id: 'fallback-mail', channel: 'sns', settings: {} },
  ],
};

export const ALICE: Caller = {
  type: 'iam-user',
  label: 'alice',
  certainty: 'asserted',
  accountId: '111122223333',
  principalId: 'AIDAEXAMPLEALICE00001',
  arn: 'arn:aws:iam::111122223333:user/alice',
  evidence: [
    {
      source: 'userIdentity.arn',
      value: 'arn:aws:iam::111122223333:user/alice',
      certainty: 'asserted',
      note: 'IAM user, as AWS recorded it',
    },
  ],
};

export const VENDOR: Caller = {
  type: 'other-account',
  label: 'bob@northwind.example',
  certainty: 'claimed',
  accountId: '777788889999',
  principalId: 'AROAEXAMPLENORTH00001:bob@northwind.example',
  evidence: [
    {
      source: 'userIdentity.principalId',
      value: 'AROAEXAMPLENORTH00001:bob@northwind.example',
      certainty: 'claimed',
      note: 'session name of the caller, chosen by the caller',
    },
    {
      source: 'userIdentity.accountId',
      value: '777788889999',
      certainty: 'asserted',
      note: 'home account of the caller',
    },
  ],
};

/** A pipeline: enters all day, under the same name. */
export const PIPELINE: Caller = {
  type: 'web-identity',
  label: 'repo:acme/shop:environment:production',
  certainty: 'asserted',
  principalId: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com:acme-shop',
  evidence: [
    {
      source: 'userIdentity.userName',
      value: 'repo:acme/shop:environment:production',
      certainty: 'asserted',
      note: 'subject of the token, as the identity provider signed it',
    },
  ],
};

export interface AccessChanges {
  readonly id: string;
  readonly time: string;
  readonly caller: Caller;
  readonly access?: Partial<RoleAccess>;
  readonly row?: Partial<AccessRow>;
  readonly legs?: readonly string[];
}

const accessOf = ({ id, time, caller, access }: AccessChanges): RoleAccess => ({
  schemaVersion: 1,
  accessId: `111122223333.${id}`,
  eventId: id,
  eventName: 'AssumeRole',
  requestId: `request-${id}`,
  kind: 'assume-role',
  outcome: 'success',
  time,
  accountId: '111122223333',
  role: {
    arn: 'arn:aws:iam::111122223333:role/prod-admin',
    accountId: '111122223333',
    name: 'prod-admin',
  },
  caller,
  session: {
    name: caller.label,
    principalId: `AROAEXAMPLETARGET0001:${caller.label}`,
    accessKeyId: 'ASIAEXAMPLEMINTED001',
    expires: isoAfter(new Date(time), 3600),
    durationSeconds: 3600,
    externalId: 'not-recorded',
    tags: [],
  },
  mfa: 'not-recorded',
  origin: { kind: 'address', text: '198.51.100.18', userAgent: 'aws-cli/2.31.0 md/Botocore#2.31.0' },
  recorded: { region: 'us-east-1', servedBy: 'eu-north-1' },
  observations: [],
  ...access,
});

/** A row as `record` would write it three seconds after the access. */
export const rowOf = (changes: AccessChanges): AccessRow => {
  const access = accessOf(changes);
  return {
    schemaVersion: 1,
    accessId: access.accessId,
    time: changes.time,
    recordedAt: isoAfter(new Date(changes.time), 3),
    foundBy: 'event',
    accountId: access.accountId,
    accountName: 'ACME production',
    roleName: 'Production administrator',
    access,
    route: {
      owner: 'platform',
      client: 'acme',
      legs: (changes.legs ?? []).map((destinationId) => ({
        destinationId,
        edition: 'owner',
        why: 'owner of account 111122223333',
      })),
    },
    policyHash: POLICY.hash,
    joined: [],
    ...changes.row,
  };
};

/** What was said is of no interest to the page. */
export const NOTIFICATION: Notification = {
  schemaVersion: 1,
  accessId: 'unused',
  kind: 'access',
  edition: 'owner',
  importance: 'normal',
  title: 'unused',
  sentence: 'unused',
  facts: [],
  links: [],
  occurredAt: '2026-11-22T00:00:00.000Z',
  attributes: {},
};

export interface DeliveryChanges {
  readonly row: AccessRow;
  readonly destinationId: string;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly outcomes: readonly Outcome[];
  /** ISO 8601: opened then, instead of with the row. */
  readonly from?: string;
  readonly more?: Partial<Delivery>;
}

/** A delivery whose attempts began two seconds apart, from five seconds after the access (or what `from` says). */
export const deliveryOf = ({
  row,
  destinationId,
  channel,
  state,
  outcomes,
  from = row.recordedAt,
  more,
}: DeliveryChanges): Delivery => {
  const start = new Date(from);
  const attempts = outcomes.map(
    (outcome, index): Attempt => ({
      number: index + 1,
      startedAt: isoAfter(start, 2 + 2 * index),
      endedAt: isoAfter(start, 2.4 + 2 * index),
      outcome,
    }),
  );
  return {
    schemaVersion: 1,
    accessId: row.accessId,
    destinationId,
    channel,
    edition: 'owner',
    importance: 'normal',
    notification: NOTIFICATION,
    why: 'owner of account 111122223333',
    state,
    createdAt: from,
    dueAt: isoAfter(start, 40),
    attempts,
    ...more,
  };
};
