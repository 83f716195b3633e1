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

export const cloudTrail = (effects: TrailEffects): Trail => ({
  lookUp: (question) => lookUp(effects, question),
  roleArns: async () => {
    const arns: string[] = [];
    for await (const page of paginateListRoles({ client: effects.iam }, {})) {
      arns.push(...(page.Roles ?? []).flatMap((role) => role.Arn ?? []));
    }
    return arns;
  },
});

async function* lookUp({ clientFor, clock }: TrailEffects, question: TrailQuestion): AsyncIterable<string> {
  const client = clientFor(question.region);
  let token: string | undefined;
  do {
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
    await clock.sleep(PAUSE_MS);
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
