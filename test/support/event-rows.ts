/** The rows that the cases in `events/` make, as they would stand in the history. */
import type { AccessRow } from '../../lib/history/access-row.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { rowOfAccess, rowOfDoor, rowOfUnreadable } from '../../lib/usecases/make-row.ts';
import { OWN_STACK, readEventCases, readEventPolicy } from './event-cases.ts';
import { virtualClock } from './virtual-clock.ts';

/** Cases that make no row of their own are left out. */
export const eventRows = (): readonly AccessRow[] => {
  const policy = readEventPolicy();
  const effects = { policy, clock: virtualClock() };
  return readEventCases().flatMap(({ text }) => {
    const judgement = judgeEvent(policy, text, { ownStack: OWN_STACK });
    switch (judgement.kind) {
      case 'access':
        return [rowOfAccess(effects, { ...judgement, foundBy: 'event', joined: [] })];
      case 'door':
        return [rowOfDoor(effects, { ...judgement, foundBy: 'event' })];
      case 'unreadable':
        return [rowOfUnreadable(effects, judgement, 'event')];
      default:
        return [];
    }
  });
};
