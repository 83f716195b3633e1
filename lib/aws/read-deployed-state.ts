/** Asks CloudFormation, SSM, SNS, CloudTrail and EventBridge what stands; changes nothing and reads no secret. */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parseJson, textAt } from '../kernel/json.ts';
import type { DeployedState, ParameterKind, RuleState, StackState } from './deployed-state.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { readTrails } from './read-trails.ts';

export interface DeployedStack {
  readonly region: string;
  readonly stackName: string;
}

/** Outputs of the stack: a JSON object of topic ARNs by destination id, and the ARN of the topic of the alarms. */
const TOPICS_OUTPUT = 'TopicArns';
const OPERATOR_TOPIC_OUTPUT = 'OperatorTopicArn';

/** Needs the read permissions of the calls below; an answer that is refused is thrown as the SDK throws it. */
export const readDeployedState = ({ region, stackName }: DeployedStack): DeployedState => {
  const cloudFormation = new CloudFormationClient({ region });
  const eventBridge = new EventBridgeClient({ region });
  const sns = new SNSClient({ region });
  const ssm = new SSMClient({ region });
  const cloudTrail = new CloudTrailClient({ region });
  return {
    stack: () => stackState(cloudFormation, stackName),
    parameterKind: (name) => parameterKind(ssm, name),
    topicArnOf: async (destinationId) =>
      textAt(parseJson((await outputOf(cloudFormation, stackName, TOPICS_OUTPUT)) ?? ''), destinationId),
    operatorTopicArn: () => outputOf(cloudFormation, stackName, OPERATOR_TOPIC_OUTPUT),
    subscriptionsOf: listSubscriptions(sns),
    trails: () => readTrails(cloudTrail),
    rules: () => rulesOf({ cloudFormation, eventBridge, stackName }),
  };
};

/** CloudFormation answers a stack that is not there with a ValidationError. */
const stackState = async (client: CloudFormationClient, stackName: string): Promise<StackState> => {
  try {
    const stack = await describeStack(client, stackName);
    return stack?.StackStatus ? { exists: true, status: stack.StackStatus } : { exists: false };
  } catch (error) {
    if (nameOf(error) === 'ValidationError') return { exists: false };
    throw error;
  }
};

const describeStack = async (client: CloudFormationClient, stackName: string) =>
  (await client.send(new DescribeStacksCommand({ StackName: stackName }))).Stacks?.[0];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
const parameterKind = async (client: SSMClient, name: string): Promise<ParameterKind> => {
  const answer = await client.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }] }),
  );
  const found = answer.Parameters?.find((parameter) => parameter.Name === name);
  if (!found) return 'missing';
  return found.Type === 'SecureString' ? 'secure-string' : 'not-secure';
};

const outputOf = async (
  client: CloudFormationClient,
  stackName: string,
  name: string,
): Promise<string | undefined> =>
  (await describeStack(client, stackName))?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;

interface RuleQuestion {
  readonly cloudFormation: CloudFormationClient;
  readonly eventBridge: EventBridgeClient;
  readonly stackName: string;
}

const rulesOf = async ({
  cloudFormation,
  eventBridge,
  stackName,
}: RuleQuestion): Promise<readonly RuleState[]> => {
  const names: string[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: stackName })) {
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (ResourceType === 'AWS::Events::Rule' && PhysicalResourceId) names.push(PhysicalResourceId);
    }
  }
  const rules: RuleState[] = [];
  // One after the other: EventBridge throttles DescribeRule per account, and there are few.
  for (const name of names) {
    const { State, EventPattern } = await eventBridge.send(new DescribeRuleCommand({ Name: name }));
    rules.push({ name, state: State ?? 'UNKNOWN', ...(EventPattern ? { pattern: EventPattern } : {}) });
  }
  return rules;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
