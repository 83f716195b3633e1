/** CloudTrail's event history in memory, indexed as LookupEvents is: one attribute, one Region, newest first. */
import type { Trail, TrailQuestion } from '../../lib/history/trail.ts';
import { parseIso } from '../../lib/kernel/clock.ts';
import { type JsonObject, textAt } from '../../lib/kernel/json.ts';
import { indexRecord } from '../../local/index-record.ts';

export interface MemoryTrail extends Pick<Trail, 'lookUp'> {
  readonly records: JsonObject[];
  readonly asked: TrailQuestion[];
  /** Thrown by the next questions. */
  failure?: Error;
}

export const memoryTrail = (...records: readonly JsonObject[]): MemoryTrail => {
  const trail: MemoryTrail = {
    records: [...records],
    asked: [],
    async *lookUp(question) {
      trail.asked.push(question);
      if (trail.failure !== undefined) throw trail.failure;
      const [from, to] = [secondsOf(question.from), secondsOf(question.to)];
      const found = trail.records
        .map(indexRecord)
        .filter((record) => record.region === question.region && record.time >= from && record.time <= to)
        .filter((record) => record.attribute(question.attribute).includes(question.value))
        .sort((one, other) => other.time - one.time);
      yield* found.map(({ record }) => JSON.stringify(record));
    },
  };
  return trail;
};

const secondsOf = (iso: string): number => (parseIso(iso)?.getTime() ?? 0) / 1000;

/** A call that a session made: `session` is the record that opened it. */
export const callOf = (session: JsonObject, changes: JsonObject = {}): JsonObject => {
  const principalId = textAt(session, 'responseElements', 'assumedRoleUser', 'assumedRoleId');
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId,
      arn: textAt(session, 'responseElements', 'assumedRoleUser', 'arn'),
      accountId: textAt(session, 'recipientAccountId'),
      accessKeyId: textAt(session, 'responseElements', 'credentials', 'accessKeyId'),
      sessionContext: {
        attributes: { creationDate: textAt(session, 'eventTime'), mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-11-22T12:00:10Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.77',
    userAgent: 'aws-cli/2.31.0',
    eventID: 'event-call',
    recipientAccountId: textAt(session, 'recipientAccountId'),
    ...changes,
  };
};
