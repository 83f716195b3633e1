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

export const FALLBACK = 'security-mail';

/** Every owner has two ways to be told and a third if one of them refuses, the client one. */
export const POLICY: Policy = {
  ...samplePolicy,
  owners: samplePolicy.owners.map((owner) => ({
    ...owner,
    destinations: ['platform-slack', 'platform-jira'],
    fallback: FALLBACK,
  })),
};

/** Entries into a role, all by the same person, and between them what cannot be read: that is worded in a tenth of the time. */
const makeRecord = (number: number): RecordMessage => {
  const changes = { eventID: `event-${number}`, sharedEventID: `shared-${number}` };
  const text =
    number % 4 === 1 || number % 4 === 2 ? envelopeOf(crossAccountRecord(changes)) : `unreadable ${number}`;
  const judgement = judgeEvent(POLICY, text);
  if (judgement.kind !== 'access' && judgement.kind !== 'unreadable') throw new Error(judgement.kind);
  const { accessId } = judgement.kind === 'access' ? judgement.access : judgement.unreadable;
  return { text, accessId, tells: judgement.route.legs.map(({ destinationId }) => destinationId) };
};

export const RECORDS = Array.from({ length: 8 }, (_none, index) => makeRecord(index));
