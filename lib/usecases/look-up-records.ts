/** CloudTrail's event history, asked in several Regions for one thing. */
import type { RoleAccess } from '../access/role-access.ts';
import type { Trail, TrailQuestion } from '../history/trail.ts';
import { parseArn } from '../kernel/arn.ts';
import { isObject, type JsonObject, parseJson } from '../kernel/json.ts';

export type RecordSubject = Omit<TrailQuestion, 'region'>;

/** Records about the subject, newest first within a Region. Throws `NoTimeLeft` before a question there is no time for. */
export type LookUpRecords = (subject: RecordSubject) => AsyncIterable<JsonObject>;

/** The function is about to be ended: a later round asks again. */
export class NoTimeLeft extends Error {
  override readonly name = 'NoTimeLeft';
}

export interface LookUpEffects {
  readonly trail: Pick<Trail, 'lookUp'>;
  /** Until the function is ended. */
  readonly remainingMs: () => number;
}

/** The longest that one question takes while CloudTrail throttles, and something to spare. */
const TIME_FOR_ONE_MS = 45_000;
/** Of one Region: ten pages. What a session does in its first minutes is less. */
const MOST_RECORDS = 500;

/** One Region after the other, so that whoever has found enough can stop asking. */
export const lookUpIn = ({ trail, remainingMs }: LookUpEffects, regions: readonly string[]): LookUpRecords =>
  async function* lookUp(subject) {
    for (const region of regions) {
      if (remainingMs() < TIME_FOR_ONE_MS) throw new NoTimeLeft(`No time is left to ask ${region}.`);
      let read = 0;
      for await (const text of trail.lookUp({ region, ...subject })) {
        const record = parseJson(text);
        if (isObject(record)) yield record;
        read += 1;
        if (read >= MOST_RECORDS) break;
      }
    }
  };

/** Where an access may have left traces: where it was recorded, where the global endpoint is, where our rules are. */
export const regionsOf = (
  { recorded, role }: RoleAccess,
  configured: readonly string[],
): readonly string[] => [...new Set([recorded.region, ...globalRegion(role?.arn), ...configured])];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const globalRegion = (arn = ''): readonly string[] =>
  parseArn(arn)?.partition === 'aws' ? ['us-east-1'] : [];
