/** Notices that did not go the straight way: digests, a fallback, a correction. */
import type { Delivery } from '../../lib/delivery/delivery.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { correctedEventOf, joinedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { ALICE, type Ago, deliveryOf, rowOf, type SeededAccess, VENDOR } from './seed-history.ts';

const HOUR = 3600;

/** A digest of twenty to one destination, of which this access is one. */
const digestOf = (row: AccessRow, more: Partial<Delivery> & Pick<Delivery, 'state'>): Delivery => ({
  ...deliveryOf({
    row,
    from: more.createdAt ?? row.recordedAt,
    destinationId: 'platform-slack',
    channel: 'slack-app',
    state: more.state,
    outcomes: more.state === 'sent' ? [{ kind: 'sent', reference: 'C0123456789:1763830000.000900' }] : [],
  }),
  accessId: `digest.${row.accessId}`,
  why: 'several notices waited for this destination',
  members: Array.from({ length: 20 }, (_, index) => ({
    accessId: index === 0 ? row.accessId : `111122223333.other-${index}`,
    destinationId: 'platform-slack',
  })),
  ...more,
});

const withDigest = (
  row: AccessRow,
  more: Partial<Delivery> & Pick<Delivery, 'state'>,
): Pick<SeededAccess, 'deliveries' | 'digests'> => ({
  deliveries: [
    deliveryOf({
      row,
      destinationId: 'platform-slack',
      channel: 'slack-app',
      state: 'digested',
      outcomes: [{ kind: 'retry', code: 'connection-failed', detail: 'ECONNREFUSED' }],
      more: { digestedIn: `digest.${row.accessId}` },
    }),
    deliveryOf({
      row,
      destinationId: 'platform-jira',
      channel: 'jira',
      state: 'sent',
      outcomes: [{ kind: 'sent', reference: 'OPS-131' }],
      more: { reference: 'OPS-131', url: 'https://acme.atlassian.net/browse/OPS-131' },
    }),
  ],
  digests: [digestOf(row, more)],
});

const digested = (ago: Ago): readonly SeededAccess[] => {
  const told = rowOf({ id: 'digested', time: ago(7 * HOUR), caller: { ...ALICE, label: 'frank' } });
  const waits = rowOf({ id: 'gathering', time: ago(6 * HOUR), caller: { ...ALICE, label: 'gina' } });
  return [
    {
      row: told,
      ...withDigest(told, {
        state: 'sent',
        createdAt: ago(5 * HOUR),
        reference: 'C0123456789:1763830000.000900',
        url: 'https://acme.slack.com/archives/C0123456789/p9',
      }),
    },
    { row: waits, ...withDigest(waits, { state: 'gathering', createdAt: ago(60) }) },
  ];
};

/** The Slack channel is gone for good; the owner's fallback has it. */
const toldInstead = (ago: Ago): SeededAccess => {
  const row = rowOf({ id: 'instead', time: ago(8 * HOUR), caller: { ...ALICE, label: 'henrik' } });
  return {
    row,
    deliveries: [
      deliveryOf({
        row,
        destinationId: 'platform-slack',
        channel: 'slack-webhook',
        state: 'rejected',
        outcomes: [{ kind: 'rejected', code: 'destination-gone', detail: 'HTTP 404' }],
        more: { owner: 'platform' },
      }),
      deliveryOf({
        row,
        destinationId: 'fallback-mail',
        channel: 'sns',
        state: 'sent',
        outcomes: [{ kind: 'sent', reference: '2f0c6a1e-5f6f-5a9e-9a34-35d1f8ab0002' }],
        more: { part: 'instead-of-platform-slack', insteadOf: 'platform-slack' },
      }),
    ],
  };
};

/** AWS said later that it was somebody else; a second record had been joined before. */
const corrected = (ago: Ago): SeededAccess => {
  const first = rowOf({ id: 'corrected', time: ago(9 * HOUR), caller: VENDOR });
  const joined = {
    eventId: 'corrected-switch',
    eventName: 'SwitchRole',
    time: ago(9 * HOUR - 1),
    note: 'The console’s SwitchRole record names arn:aws:iam::777788889999:user/ines',
  };
  const correction = {
    eventId: 'corrected-addendum',
    at: ago(9 * HOUR - 40 * 60),
    reason: 'UPDATED_DATA',
    updatedFields: 'userIdentity, sourceIPAddress',
  };
  const updated = rowOf({
    id: 'corrected',
    time: ago(9 * HOUR),
    caller: { ...VENDOR, label: 'ines@northwind.example' },
    access: { correction: { reason: 'UPDATED_DATA', updatedFields: correction.updatedFields } },
    row: { joined: [joined], corrections: [correction] },
  });
  const { access = updated.access } = updated;
  const sent = { state: 'sent', outcomes: [{ kind: 'sent', reference: 'OPS-140' }] } as const;
  const jira = { row: first, destinationId: 'platform-jira', channel: 'jira', ...sent };
  return {
    row: updated,
    deliveries: [
      deliveryOf({ ...jira, more: { reference: 'OPS-140' } }),
      deliveryOf({
        ...jira,
        from: correction.at,
        more: { part: 'corrected-corrected-addendum', reference: 'OPS-140' },
      }),
    ],
    events: [
      { ...rowSnapshotEvent(first), notedAt: first.recordedAt },
      { ...joinedEventOf(first.accessId, VENDOR, joined), notedAt: ago(9 * HOUR - 20 * 60) },
      ...(access === undefined
        ? []
        : [{ ...correctedEventOf(first.accessId, { access }, correction), notedAt: correction.at }]),
    ],
  };
};

export const troubledDeliveries = (ago: Ago): readonly SeededAccess[] => [
  ...digested(ago),
  toldInstead(ago),
  corrected(ago),
];
