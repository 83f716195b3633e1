/** What CloudFormation and Parameter Store say about our own stack; for a terminal, not for a function. */
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { DescribeParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ParameterKind, StackState, Survey } from '../history/survey.ts';
import { askSurvey, nameOf } from './ask-survey.ts';

export interface StackClients {
  readonly cloudFormation: CloudFormationClient;
  readonly ssm: SSMClient;
}

export const surveyStack = (
  { cloudFormation, ssm }: StackClients,
  stackName: string,
): Required<Pick<Survey, 'stack' | 'parameterKind'>> => ({
  stack: () => askSurvey('cloudformation:DescribeStacks', () => stackState(cloudFormation, stackName)),
  parameterKind: (name) => askSurvey('ssm:DescribeParameters', () => parameterKind(ssm, name)),
});

/** CloudFormation answers a stack that is not there with a ValidationError. */
const stackState = async (client: CloudFormationClient, stackName: string): Promise<StackState> => {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const status = Stacks[0]?.StackStatus;
    return status === undefined ? { exists: false } : { exists: true, status };
  } catch (error) {
    if (nameOf(error) === 'ValidationError') return { exists: false };
    throw error;
  }
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
const parameterKind = async (client: SSMClient, name: string): Promise<ParameterKind> => {
  const answer = await client.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }] }),
  );
  const found = answer.Parameters?.find((parameter) => parameter.Name === name);
  if (!found) return 'missing';
  return found.Type === 'SecureString' ? 'secure-string' : 'not-secure';
};

/** Physical ids by logical ids. Throws what CloudFormation throws. */
export const readStackResources = async (
  client: CloudFormationClient,
  stackName: string,
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
    for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (LogicalResourceId !== undefined && PhysicalResourceId !== undefined) {
        found.set(LogicalResourceId, PhysicalResourceId);
      }
    }
  }
  return found;
};
