/** The account itself: its number, AWS's clock, its roles, its Regions. */
import { type AccountClient, paginateListRegions } from '@aws-sdk/client-account';
import { type IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { RegionState, RoleState, Survey, TwoClocks } from '../history/survey.ts';
import { type Clock, parseIso } from '../kernel/clock.ts';
import { textAt } from '../kernel/json.ts';
import { askSurvey } from './ask-survey.ts';

export interface AccountClients {
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly account: AccountClient;
}

export const surveyAccount = (
  { sts, iam, account }: AccountClients,
  clock: Clock,
): Pick<Survey, 'accountId' | 'clocks' | 'roles' | 'regions'> => ({
  accountId: () => askSurvey('sts:GetCallerIdentity', async () => (await identify(sts, clock)).accountId),
  clocks: () => askSurvey('sts:GetCallerIdentity', async () => (await identify(sts, clock)).clocks),

  roles: () =>
    askSurvey('iam:ListRoles', async () => {
      const roles: RoleState[] = [];
      for await (const page of paginateListRoles({ client: iam }, {})) {
        for (const { Arn = '', RoleName = '', AssumeRolePolicyDocument } of page.Roles ?? []) {
          roles.push({
            arn: Arn,
            name: RoleName,
            ...(AssumeRolePolicyDocument === undefined ? {} : { trust: AssumeRolePolicyDocument }),
          });
        }
      }
      return roles;
    }),

  regions: () => askSurvey('account:ListRegions', () => regionsOf(account)),
});

/** https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
const regionsOf = async (account: AccountClient): Promise<readonly RegionState[]> => {
  const regions: RegionState[] = [];
  const question = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
  for await (const page of paginateListRegions({ client: account }, question)) {
    for (const { RegionName, RegionOptStatus } of page.Regions ?? []) {
      if (RegionName === undefined) continue;
      regions.push({ name: RegionName, byDefault: RegionOptStatus === 'ENABLED_BY_DEFAULT' });
    }
  }
  return regions;
};

interface Identified {
  readonly accountId: string;
  readonly clocks: TwoClocks;
}

/** Whoever has credentials may ask this; AWS writes its own time beside every answer. */
const identify = async (sts: STSClient, clock: Clock): Promise<Identified> => {
  const command = new GetCallerIdentityCommand({});
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (given) => {
      const answered = await next(given);
      date = textAt(answered.response, 'headers', 'date');
      return answered;
    },
    { step: 'deserialize', name: 'readDate' },
  );
  const { Account } = await sts.send(command);
  const ours = clock.now();
  return { accountId: Account ?? '', clocks: { ours, theirs: parseIso(date ?? '') ?? ours } };
};
