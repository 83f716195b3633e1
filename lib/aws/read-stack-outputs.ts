/** What a deployed stack says about itself. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { DeployedStack } from './read-deployed-state.ts';

/** Outputs by name; throws what CloudFormation throws, also when there is no such stack. */
export const readStackOutputs = async ({
  region,
  stackName,
}: DeployedStack): Promise<ReadonlyMap<string, string>> => {
  const client = new CloudFormationClient({ region });
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  return new Map(
    outputs.flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
    ),
  );
};
