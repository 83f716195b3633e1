/** Doors for tests of the API and the page: urgent, refused, counted, and some that are recorded and not told. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { rowOfDoor } from '../../lib/usecases/make-row.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { deliveryOf, type SeededAccess } from './seed-history.ts';
import {
  createUserRecord,
  harmlessTrustRecord,
  OWN_STACK,
  refusedCreateUser,
  refusedStopLogging,
  regionEvent,
  rootRecord,
  STRANGER,
  trustRecord,
} from './sample-doors.ts';
import { NORTHWIND, samplePolicy } from './sample-policy.ts';
import { envelopeOf } from './sample-events.ts';
import { virtualClock } from './virtual-clock.ts';

/** The row of an event, recorded ten seconds after it happened. */
export const rowOfDoorEvent = (event: string, more: Partial<AccessRow> = {}): AccessRow => {
  const judged = judgeEvent(samplePolicy, event, { ownStack: OWN_STACK });
  if (judged.kind !== 'door') throw new Error(judged.kind);
  const clock = { ...virtualClock(), now: () => new Date(isoAfter(new Date(judged.door.time), 10)) };
  return { ...rowOfDoor({ policy: samplePolicy, clock }, { ...judged, foundBy: 'event' }), ...more };
};

const told = (row: AccessRow): SeededAccess => ({
  row,
  deliveries: row.route.legs.map(({ destinationId, edition }) =>
    deliveryOf({
      row,
      destinationId,
      channel: destinationId === 'platform-slack' ? 'slack-webhook' : 'sns',
      state: 'sent',
      outcomes: [{ kind: 'sent' }],
      more: { edition },
    }),
  ),
});

/** Newest first, counted back from one moment. */
export const doorAccesses = (now: Date): readonly SeededAccess[] => {
  const at = (minutes: number) => isoAfter(now, -minutes * 60);
  const row = (minutes: number, record: JsonObject, more: Partial<AccessRow> = {}): AccessRow =>
    rowOfDoorEvent(envelopeOf({ ...record, eventTime: at(minutes) }), more);
  const wide = row(
    2,
    trustRecord(
      { eventID: 'door-trust' },
      { principal: { AWS: [`arn:aws:iam::${STRANGER}:root`, `arn:aws:iam::${NORTHWIND}:role/support`] } },
    ),
    { countsRepeatsUntil: at(-13) },
  );
  const again = row(
    1,
    trustRecord(
      { eventID: 'door-trust-again' },
      { principal: { AWS: [`arn:aws:iam::${STRANGER}:root`, `arn:aws:iam::${NORTHWIND}:role/support`] } },
    ),
    { groupedWith: wide.accessId },
  );
  return [
    { row: again, deliveries: [] },
    told(wide),
    told(row(4, createUserRecord({ eventID: 'door-user' }))),
    told(row(6, refusedStopLogging({ eventID: 'door-refused-trail' }))),
    { row: row(9, refusedCreateUser({ eventID: 'door-refused-user' })), deliveries: [] },
    { row: row(12, harmlessTrustRecord({ eventID: 'door-harmless' })), deliveries: [] },
    told(row(20, rootRecord({ eventID: 'door-root' }))),
    told(rowOfDoorEvent(JSON.stringify({ ...regionEvent('af-south-1'), time: at(30) }))),
  ];
};
