/** A week in production: every kind of row the page must show, newest first, counted back from one moment. */
import type { Delivery } from '../../lib/delivery/delivery.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import { repeatingAccesses } from './repeating-accesses.ts';
import { type Ago, ALICE, deliveryOf, rowOf, type SeededAccess, VENDOR } from './seed-history.ts';
import { troubledDeliveries } from './troubled-deliveries.ts';

/** Texts an attacker can put into a record; shown, they must stay texts. */
export const HOSTILE = {
  userAgent: '<img src=x onerror="window.broken=1"> \u202Egnp.exe \u001B[31m',
  role: '<script>window.broken=1</script>',
  label: '"><svg onload=window.broken=1>@here =HYPERLINK("https://evil.example")',
} as const;

const toldEverybody = (row: AccessRow): readonly Delivery[] => [
  deliveryOf({
    row,
    destinationId: 'platform-slack',
    channel: 'slack-app',
    state: 'sent',
    outcomes: [
      { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 2 },
      { kind: 'sent', reference: 'C0123456789:1763820202.000100' },
    ],
    more: {
      reference: 'C0123456789:1763820202.000100',
      url: 'https://acme.slack.com/archives/C0123456789/p1',
    },
  }),
  deliveryOf({
    row,
    destinationId: 'platform-jira',
    channel: 'jira',
    state: 'sent',
    outcomes: [{ kind: 'sent', reference: 'OPS-118' }],
    more: { reference: 'OPS-118', url: 'https://acme.atlassian.net/browse/OPS-118' },
  }),
  deliveryOf({
    row,
    destinationId: 'acme-mail',
    channel: 'sns',
    state: 'sent',
    outcomes: [{ kind: 'sent', reference: '2f0c6a1e-5f6f-5a9e-9a34-35d1f8ab0001' }],
    more: { edition: 'client', why: 'client of account 111122223333' },
  }),
];

const waiting = (row: AccessRow): readonly Delivery[] => [
  deliveryOf({
    row,
    destinationId: 'platform-slack',
    channel: 'slack-app',
    state: 'pending',
    outcomes: [{ kind: 'retry', code: 'vendor-failed', detail: 'status 503' }],
  }),
];

const rejected = (row: AccessRow): readonly Delivery[] => [
  ...toldEverybody(row).slice(1),
  deliveryOf({
    row,
    destinationId: 'platform-slack',
    channel: 'slack-webhook',
    state: 'rejected',
    outcomes: [{ kind: 'rejected', code: 'destination-gone', detail: 'channel_is_archived' }],
  }),
];

const told = (row: AccessRow): SeededAccess => ({ row, deliveries: toldEverybody(row).slice(0, 2) });

const people = (ago: Ago): readonly SeededAccess[] => {
  const alice = rowOf({
    id: 'alice',
    time: ago(95),
    caller: ALICE,
    access: { mfa: 'yes' },
    row: { countsRepeatsUntil: ago(92 - 15 * 60) },
  });
  const vendor = rowOf({
    id: 'vendor',
    time: ago(5 * 60),
    caller: VENDOR,
    access: { observations: [{ code: 'chained-session', reason: 'The caller was already in a role.' }] },
  });
  const carol = rowOf({
    id: 'carol',
    time: ago(3 * 3600),
    caller: {
      ...VENDOR,
      label: 'Carol Jensen',
      certainty: 'resolved',
      evidence: [
        {
          source: 'additionalEventData.SwitchFrom',
          value: 'arn:aws:iam::777788889999:user/carol',
          certainty: 'resolved',
          note: 'the console’s own record names the user',
        },
        ...VENDOR.evidence,
      ],
    },
    access: {
      kind: 'switch-role',
      origin: { kind: 'aws', text: 'AWS Internal', userAgent: 'AWS Internal' },
      observations: [{ code: 'no-mfa', reason: 'The caller had not used a second factor.' }],
    },
    row: {
      joined: [
        {
          eventId: 'carol-switch',
          eventName: 'SwitchRole',
          time: ago(3 * 3600 - 1),
          note: 'The console’s SwitchRole record names arn:aws:iam::777788889999:user/carol',
        },
      ],
    },
  });
  return [
    { row: alice, deliveries: toldEverybody(alice) },
    { row: vendor, deliveries: waiting(vendor) },
    { row: carol, deliveries: rejected(carol) },
  ];
};

const troubles = (ago: Ago): readonly SeededAccess[] => [
  told(
    rowOf({
      id: 'denied',
      time: ago(26 * 3600),
      caller: { ...ALICE, label: 'christophe' },
      access: {
        outcome: 'denied',
        errorCode: 'AccessDenied',
        mfa: 'no',
        observations: [
          { code: 'denied', reason: 'AWS refused the attempt (AccessDenied).' },
          { code: 'no-mfa', reason: 'The caller had not used a second factor.' },
        ],
      },
    }),
  ),
  told(
    rowOf({
      id: 'late',
      time: ago(30 * 3600),
      caller: {
        type: 'other-account',
        label: 'AIDAEXAMPLESTRANGER01 of account 999900001111',
        certainty: 'unknown',
        accountId: '999900001111',
        evidence: [],
      },
      row: { foundBy: 'sweep', recordedAt: ago(30 * 3600 - 12 * 60) },
    }),
  ),
  told(
    rowOf({
      id: 'hostile',
      time: ago(50 * 3600),
      caller: { ...VENDOR, type: 'saml-user', label: HOSTILE.label, certainty: 'asserted' },
      access: {
        kind: 'saml',
        origin: { kind: 'address', text: '2001:db8::1f', userAgent: HOSTILE.userAgent },
        session: {
          name: '=cmd@here',
          externalId: 'passed',
          tags: [{ key: 'team', value: 'x'.repeat(256) }],
        },
      },
      row: { roleName: HOSTILE.role },
    }),
  ),
];

const machines = (ago: Ago): readonly SeededAccess[] => {
  const unreadable: AccessRow = {
    schemaVersion: 1,
    accessId: 'unreadable.0a1b2c3d4e5f',
    time: ago(52 * 3600),
    recordedAt: ago(52 * 3600),
    foundBy: 'event',
    accountId: '444455556666',
    accountName: 'ACME payments',
    unreadable: {
      schemaVersion: 1,
      accessId: 'unreadable.0a1b2c3d4e5f',
      reason: 'The record has no userIdentity.',
      bytes: 1_204,
      sha256: '0a1b2c3d4e5f'.padEnd(64, '0'),
      prefix: '{"eventVersion":"1.11","eventName":"AssumeRole"',
    },
    route: { owner: 'payments', legs: [] },
    policyHash: 'c0ffee'.padEnd(64, '0'),
    joined: [],
  };
  return [{ row: unreadable, deliveries: [] }];
};

/** Rows that only fill pages, one an hour from four days back. */
export const manyAccesses = (now: Date, count: number): readonly SeededAccess[] =>
  Array.from({ length: count }, (_, index) =>
    told(
      rowOf({
        id: `many-${String(index).padStart(3, '0')}`,
        time: isoAfter(now, -4 * 86_400 - index * 1_200),
        caller: { ...ALICE, label: ['dana', 'erik', 'fatima'][index % 3] ?? 'dana' },
      }),
    ),
  );

/** One of each. */
export const variedAccesses = (now: Date): readonly SeededAccess[] => {
  const ago: Ago = (seconds) => isoAfter(now, -seconds);
  return [
    ...people(ago),
    ...troubles(ago),
    ...machines(ago),
    ...repeatingAccesses(ago),
    ...troubledDeliveries(ago),
  ];
};
