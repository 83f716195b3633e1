/** The records of random schedules, and what the policy wants of each. */
import type { Policy } from '../../lib/policy/policy.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { crossAccountRecord, envelopeOf } from './sample-events.ts';
import { samplePolicy } from './sample-policy.ts';

export interface RecordMessage {
  readonly text: string;
  readonly accessId: string;
  /** Destinations that the policy names for it. */
  readonly tells: readonly string[];
}

/** Every owner has two ways to be told, the client one. */
export const POLICY: Policy = {
  ...samplePolicy,
  owners: samplePolicy.owners.map((owner) => ({
    ...owner,
    destinations: ['platform-slack', 'platform-jira'],
  })),
};

/** One in four is an entry into a role; the others cannot be read, which is put into words in a tenth of the time. */
const makeRecord = (number: number): RecordMessage => {
  const changes = { eventID: `event-${number}`, sharedEventID: `shared-${number}` };
  const text = number % 4 === 1 ? envelopeOf(crossAccountRecord(changes)) : `unreadable ${number}`;
  const judgement = judgeEvent(POLICY, text);
  if (judgement.kind !== 'access' && judgement.kind !== 'unreadable') throw new Error(judgement.kind);
  const { accessId } = judgement.kind === 'access' ? judgement.access : judgement.unreadable;
  return { text, accessId, tells: judgement.route.legs.map(({ destinationId }) => destinationId) };
};

export const RECORDS = Array.from({ length: 8 }, (_none, index) => makeRecord(index));
