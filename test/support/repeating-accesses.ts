/** Accesses that repeated: one group that is still counted, one that was counted and told later. */
import { deliveryOf, NOTIFICATION, PIPELINE, rowOf, type Ago, type SeededAccess } from './seed-history.ts';

const MINUTE = 60;

/** Repeats of one access, the oldest first. */
const repeatsOf = (first: string, times: readonly string[], caller = PIPELINE): readonly SeededAccess[] =>
  times.map((time, index) => ({
    row: rowOf({
      id: `${first}-repeat-${index + 1}`,
      time,
      caller,
      access: { kind: 'web-identity' },
      row: { groupedWith: `111122223333.${first}` },
    }),
    deliveries: [],
  }));

/** Rang eight minutes ago and came three times since. */
const counting = (ago: Ago): readonly SeededAccess[] => {
  const row = rowOf({
    id: 'deploy',
    time: ago(8 * MINUTE),
    caller: PIPELINE,
    access: { kind: 'web-identity' },
    row: { countsRepeatsUntil: ago(-7 * MINUTE + 3) },
  });
  const slack = deliveryOf({
    row,
    destinationId: 'platform-slack',
    channel: 'slack-app',
    state: 'sent',
    outcomes: [{ kind: 'sent', reference: 'C0123456789:1763820700.000100' }],
  });
  const times = [7, 6, 4].map((minutes) => ago(minutes * MINUTE));
  return [{ row, deliveries: [slack] }, ...repeatsOf('deploy', times)];
};

const REFERENCE = 'C0123456789:1763816400.000200';
const REPEATS = 12;

/** Rang four hours ago; when its window was over, both destinations were told of twelve more. */
const counted = (ago: Ago): readonly SeededAccess[] => {
  const start = 4 * 3600;
  const times = Array.from({ length: REPEATS }, (_, index) => ago(start - (index + 1) * MINUTE));
  const last = ago(start - REPEATS * MINUTE);
  const row = rowOf({
    id: 'nightly',
    time: ago(start),
    caller: PIPELINE,
    access: { kind: 'web-identity' },
    row: {
      countsRepeatsUntil: ago(start - 15 * MINUTE),
      repeats: { count: REPEATS, first: times[0] ?? last, last, origins: ['198.51.100.18', '198.51.100.19'] },
    },
  });
  const from = ago(start - 16 * MINUTE);
  const edited = { follows: { edited: NOTIFICATION } };
  const deliveries = [
    deliveryOf({
      row,
      destinationId: 'platform-slack',
      channel: 'slack-app',
      state: 'sent',
      outcomes: [{ kind: 'sent', reference: REFERENCE }],
      more: { reference: REFERENCE },
    }),
    deliveryOf({
      row,
      destinationId: 'acme-mail',
      channel: 'sns',
      state: 'sent',
      outcomes: [{ kind: 'sent', reference: '2f0c6a1e-5f6f-5a9e-9a34-35d1f8ab0001' }],
      more: { edition: 'client', why: 'client of account 111122223333' },
    }),
    deliveryOf({
      row,
      from,
      destinationId: 'platform-slack',
      channel: 'slack-app',
      state: 'sent',
      outcomes: [{ kind: 'sent', reference: REFERENCE }],
      more: { part: 'repeats', reference: REFERENCE, ...edited },
    }),
    deliveryOf({
      row,
      from,
      destinationId: 'acme-mail',
      channel: 'sns',
      state: 'pending',
      outcomes: [{ kind: 'retry', code: 'vendor-failed', detail: 'HTTP 503' }],
      more: { part: 'repeats', edition: 'client', why: 'client of account 111122223333', ...edited },
    }),
  ];
  return [{ row, deliveries }, ...repeatsOf('nightly', times)];
};

/** Seventeen rows: two that rang, fifteen that were counted with them. */
export const repeatingAccesses = (ago: Ago): readonly SeededAccess[] => [...counting(ago), ...counted(ago)];
