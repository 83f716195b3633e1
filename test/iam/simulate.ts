/** Asks an independent simulator of AWS's evaluation (`@cloud-copilot/iam-simulate`) whether a caller gets in. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { OWN, OWN_ORGANIZATION } from './policy-parts.ts';

export interface Attempt {
  /** ARN of whoever tries. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** What he brings. */
  readonly context: Readonly<Record<string, string>>;
}

export type Verdict = 'in' | 'out' | 'no policy';

const EVERYTHING = {
  name: 'everything',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Whether the policy of a resource in our account lets the caller in, whom his own account allows everything. */
export const simulate = async (resourcePolicy: unknown, attempt: Attempt): Promise<Verdict> => {
  const { principal, action, resource, context } = attempt;
  const contextVariables = { ...identityOf(principal), ...context };
  const simulated = await runSimulation(
    {
      request: { principal, action, resource: { resource, accountId: OWN }, contextVariables },
      identityPolicies: [EVERYTHING],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
    },
    {},
  );
  if (simulated.resultType === 'error') {
    // AWS would not store it either.
    if (simulated.errors.resourcePolicyErrors !== undefined) return 'no policy';
    throw new Error(JSON.stringify(simulated.errors));
  }
  return simulated.overallResult === 'Allowed' ? 'in' : 'out';
};

/** What AWS itself says of a caller. */
const identityOf = (principal: string): Readonly<Record<string, string>> => {
  const [, , , , accountId = '', resource = ''] = principal.split(':');
  const isUser = resource.startsWith('user/');
  return {
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn': principal,
    'aws:PrincipalType': isUser ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': isUser ? 'AIDAEXAMPLECALLER001' : 'AROAEXAMPLECALLER001:session',
    'aws:ResourceAccount': OWN,
    'aws:ResourceOrgID': OWN_ORGANIZATION,
    ...(accountId === OWN ? { 'aws:PrincipalOrgID': OWN_ORGANIZATION } : {}),
  };
};
