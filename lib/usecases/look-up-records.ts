/** CloudTrail's event history, asked in several Regions for one thing. */
import type { RoleAccess } from '../access/role-access.ts';
import type { Trail, TrailQuestion } from '../history/trail.ts';
import { parseArn } from '../kernel/arn.ts';
import { isObject, type JsonObject, parseJson } from '../kernel/json.ts';

export interface ReadRecords {
  /** Newest first. */
  readonly records: readonly JsonObject[];
  /** There were older ones, which were not read. */
  readonly cutOff: boolean;
}

export interface LookUps {
  /** In the order in which they are worth asking: where the answer is most likely, and all others. */
  readonly regions: readonly (readonly string[])[];
  /** Throws `NoTimeLeft` before a question there is no time for. */
  readonly read: (question: TrailQuestion) => Promise<ReadRecords>;
}

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

export const lookUpIn = (
  { trail, remainingMs }: LookUpEffects,
  regions: readonly (readonly string[])[],
): LookUps => ({
  regions,
  read: async (question) => {
    if (remainingMs() < TIME_FOR_ONE_MS) throw new NoTimeLeft(`No time is left to ask ${question.region}.`);
    const records: JsonObject[] = [];
    let read = 0;
    for await (const text of trail.lookUp(question)) {
      if (read === MOST_RECORDS) return { records, cutOff: true };
      read += 1;
      const record = parseJson(text);
      if (isObject(record)) records.push(record);
    }
    return { records, cutOff: false };
  },
});

/**
 * Where an access may have left traces: where it was recorded and where the global endpoint is; and where our rules are,
 * in three parts, beginning with another one in each round (1, 2, 3): so that time that runs out leaves no Region out for
 * ever.
 */
export const regionsOf = (
  { recorded, role }: RoleAccess,
  configured: readonly string[],
  round = 1,
): readonly (readonly string[])[] => {
  const near = [...new Set([recorded.region, ...globalRegion(role?.arn)])];
  const others = [...new Set(configured)].filter((region) => !near.includes(region));
  const size = Math.ceil(others.length / PARTS);
  const parts = Array.from({ length: PARTS }, (_each, nth) => {
    const begin = ((nth + round - 1) % PARTS) * size;
    return others.slice(begin, begin + size);
  });
  return [near, ...parts];
};

const PARTS = 3;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const globalRegion = (arn = ''): readonly string[] =>
  parseArn(arn)?.partition === 'aws' ? ['us-east-1'] : [];
