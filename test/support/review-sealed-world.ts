/** What people do about a history: they look at it, say something, announce, and ask for a notice once more. */
import { dynamoDbReads } from '../../lib/aws/dynamodb-reads.ts';
import { dynamoDbReviews } from '../../lib/aws/dynamodb-reviews.ts';
import { dynamoDbSeenBefore } from '../../lib/aws/seen-before.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { endException } from '../../lib/usecases/end-exception.ts';
import { makeException } from '../../lib/usecases/make-exception.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { type AskedReview, reviewAccesses } from '../../lib/usecases/review-access.ts';
import { sendAgain } from '../../lib/usecases/send-again.ts';
import { crossAccountRecord, envelopeOf } from './sample-events.ts';
import { PROD_ADMIN, PRODUCTION } from './sample-policy.ts';
import type { Stores } from './sealed-world.ts';

export const KNOWN = `${PRODUCTION}.known`;
export const MUTED = `${PRODUCTION}.muted`;
export const UNMUTED = `${PRODUCTION}.unmuted`;
export const READS = 'reads-2026-11-22';
export const JANE = { subject: 'jane', name: 'Jane Roe' };
export const SAM = { subject: 'sam', name: 'Sam Poe' };

const MINUTE = 60;
const DESTINATIONS = ['platform-slack', 'platform-jira', 'acme-mail'];

export const say = async (
  { table, clock, history }: Stores,
  accessId: string,
  { by, ...words }: Omit<AskedReview, 'accesses'> & { readonly by: typeof JANE },
): Promise<void> => {
  const effects = { reviews: dynamoDbReviews({ table, clock }), find: history.find, clock };
  const found = await history.find(accessId);
  const accesses = [{ accessId, seen: found?.row.review?.version ?? 0 }];
  const said = await reviewAccesses(effects, by, { ...words, accesses });
  if (!said.ok || said.value[0]?.kind !== 'reviewed') throw new Error(`${accessId}: ${JSON.stringify(said)}`);
};

/** The refused notice of an access, to the same destination once more; `accessId` has one that was refused. */
export const askAgain = async (world: Stores, accessId: string, destinationId: string): Promise<void> => {
  const answer = await sendAgain(world, { key: { accessId, destinationId }, by: SAM });
  if (answer.kind !== 'opened') throw new Error(answer.kind);
};

export const look = async ({ table, events, clock }: Stores): Promise<void> => {
  const reads = dynamoDbReads({ table, events });
  await reads.note({ at: clock.now().toISOString(), by: JANE, kind: 'listed', what: 'state: open', rows: 2 });
};

/** 17 minutes: somebody who is known on the role is announced, comes twice, and turns out once to be somebody else. */
export const announceSomebody = async (world: Stores, person: JsonObject): Promise<string> => {
  const { table, clock, history } = world;
  const effects = { ...world, seen: dynamoDbSeenBefore({ table, clock }) };
  const enter = (eventID: string, changes: JsonObject = {}) => {
    const record = { eventID, eventTime: clock.now().toISOString(), userIdentity: person, ...changes };
    return recordEvent(effects, envelopeOf(crossAccountRecord(record)));
  };
  await effects.seen.completeBaseline(PROD_ADMIN, '2026-11-01T00:00:00.000Z');
  await enter('known');
  for (const destinationId of DESTINATIONS) await world.attempt(KNOWN, destinationId, { kind: 'sent' });
  clock.advance(16 * MINUTE);
  const row = (await history.find(KNOWN))?.row;
  if (row === undefined) throw new Error('nobody is known');
  const until = isoAfter(clock.now(), 3600);
  const request = { subject: 'principal', reason: 'The release of Sunday', until } as const;
  const made = await makeException(effects, { row, request, by: JANE });
  if (!made.ok) throw new Error(made.error);
  const moment = clock.now().toISOString();
  await enter('muted');
  await enter('unmuted');
  const addendum = { reason: 'UPDATED_DATA', originalEventID: 'unmuted' };
  const another = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000099', accountId: '777788889999' };
  await enter('unmuting', { eventTime: moment, addendum, userIdentity: another });
  for (const destinationId of DESTINATIONS) await world.attempt(UNMUTED, destinationId, { kind: 'sent' });
  clock.advance(MINUTE);
  await endException(effects, { exception: made.value, by: SAM });
  return made.value.exceptionId;
};
