/** LookupEvents, paced: AWS allows 2 requests per second per account and Region, shared with everybody else there. */
import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { type IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import type { Trail, TrailQuestion } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';

const PAUSE_MS = 600;
const PAGE = 50;

export interface TrailEffects {
  readonly clientFor: (region: string) => CloudTrailClient;
  readonly iam: IAMClient;
  readonly clock: Clock;
}

export const cloudTrail = (effects: TrailEffects): Trail => {
  const pace = pacePerRegion(effects.clock);
  return {
    lookUp: (question) => lookUp(effects, question, pace),
    roleArns: async () => {
      const arns: string[] = [];
      for await (const page of paginateListRoles({ client: effects.iam }, {})) {
        arns.push(...(page.Roles ?? []).flatMap((role) => role.Arn ?? []));
      }
      return arns;
    },
  };
};

/** Waits until a Region may be asked again. */
type Pace = (region: string) => Promise<void>;

const pacePerRegion = (clock: Clock): Pace => {
  const free = new Map<string, number>();
  return async (region) => {
    const wait = (free.get(region) ?? 0) - clock.now().getTime();
    if (wait > 0) await clock.sleep(wait);
    free.set(region, clock.now().getTime() + PAUSE_MS);
  };
};

async function* lookUp(
  { clientFor }: TrailEffects,
  question: TrailQuestion,
  pace: Pace,
): AsyncIterable<string> {
  const client = clientFor(question.region);
  let token: string | undefined;
  do {
    await pace(question.region);
    const answer = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: question.attribute, AttributeValue: question.value }],
        StartTime: new Date(question.from),
        EndTime: new Date(question.to),
        MaxResults: PAGE,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    yield* (answer.Events ?? []).flatMap((event) => event.CloudTrailEvent ?? []);
    token = answer.NextToken;
  } while (token !== undefined);
}

/** One client per Region, made when it is first needed. */
export const cloudTrailClients = (
  make: (region: string) => CloudTrailClient,
): ((region: string) => CloudTrailClient) => {
  const made = new Map<string, CloudTrailClient>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
};
