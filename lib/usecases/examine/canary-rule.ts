/** The rule by which the canary's own record comes. Its pattern names the account, which only the stack knows. */
import { parseArn } from '../../kernel/arn.ts';
import type { ExpectedRule } from './examination.ts';

/** The path of the canary's role; nothing else of ours lies there. */
export const CANARY_PATH = '/rolecall-canary/';

/** As infra/canary.cjs writes it. `undefined` when there is no canary. */
export const canaryRule = (roleArn: string | undefined): ExpectedRule | undefined => {
  const arn = parseArn(roleArn ?? '');
  if (arn === undefined) return undefined;
  const prefix = `arn:${arn.partition}:iam::${arn.accountId}:role${CANARY_PATH}`;
  return {
    name: 'Canary',
    pattern: {
      account: [arn.accountId],
      source: ['aws.sts'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['sts.amazonaws.com'],
        eventName: ['AssumeRole'],
        requestParameters: { roleArn: [{ prefix }] },
      },
    },
  };
};
