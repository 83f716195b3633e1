/** LookupEvents, paced: AWS allows 2 requests per second per account and Region, shared with everybody else there. */
import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { type IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { type Trail, type TrailQuestion, TrailThrottled } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Pace, pacePerRegion } from './trail-pace.ts';

const PAGE = 50;
/** How often one page is asked for while CloudTrail throttles: with the longer and longer pauses about half a minute. */
const ASKED_FOR_ONE_PAGE = 6;
/** A token that is no longer taken sends us back to the first page; an answer that never ends must not. */
const STARTS = 3;

export interface TrailEffects {
  readonly clientFor: (region: string) => CloudTrailClient;
  readonly iam: IAMClient;
  readonly clock: Clock;
}

export const cloudTrail = (effects: TrailEffects): Trail => {
  return {
    lookUp: lookUpWith(effects, pacePerRegion(effects.clock)),
    roleArns: async () => {
      const arns: string[] = [];
      for await (const page of paginateListRoles({ client: effects.iam }, {})) {
        arns.push(...(page.Roles ?? []).flatMap((role) => role.Arn ?? []));
      }
      return arns;
    },
  };
};

/** The question alone, for those who ask for nothing else. */
export const lookUpWith =
  ({ clientFor }: Pick<TrailEffects, 'clientFor'>, pace: Pace): Trail['lookUp'] =>
  (question) =>
    lookUp({ client: clientFor(question.region), question, pace });

interface Asking {
  readonly client: CloudTrailClient;
  readonly question: TrailQuestion;
  readonly pace: Pace;
}

/** Starts again when the token expired between two pages: records come twice then, never too few. */
async function* lookUp(asking: Asking): AsyncIterable<string> {
  for (let start = 1; ; start += 1) {
    try {
      yield* pagesOf(asking);
      return;
    } catch (error) {
      if (nameOf(error) !== 'InvalidNextTokenException' || start === STARTS) throw error;
    }
  }
}

async function* pagesOf(asking: Asking): AsyncIterable<string> {
  let token: string | undefined;
  do {
    const answer = await askPage(asking, token);
    yield* (answer.Events ?? []).flatMap((event) => event.CloudTrailEvent ?? []);
    token = answer.NextToken;
  } while (token !== undefined);
}

const askPage = async ({ client, question, pace }: Asking, token: string | undefined) => {
  for (let asked = 1; asked <= ASKED_FOR_ONE_PAGE; asked += 1) {
    await pace.wait(question.region);
    try {
      const answer = await client.send(commandFor(question, token));
      pace.faster(question.region);
      return answer;
    } catch (error) {
      if (!isThrottled(error)) throw error;
      pace.slower(question.region);
    }
  }
  throw new TrailThrottled(`CloudTrail in ${question.region} goes on throttling.`);
};

const commandFor = (question: TrailQuestion, token: string | undefined): LookupEventsCommand =>
  new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: question.attribute, AttributeValue: question.value }],
    StartTime: new Date(question.from),
    EndTime: new Date(question.to),
    MaxResults: PAGE,
    ...(token === undefined ? {} : { NextToken: token }),
  });

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const isThrottled = (error: unknown): boolean => /Throttl|TooManyRequests|RequestLimit/.test(nameOf(error));

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
