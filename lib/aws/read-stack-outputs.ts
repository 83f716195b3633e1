/** What a deployed stack says about itself. */
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** Outputs by name; throws what CloudFormation throws, also when there is no such stack. */
export const readStackOutputs = async (
  client: CloudFormationClient,
  stackName: string,
): Promise<ReadonlyMap<string, string>> => {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  return new Map(
    outputs.flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
    ),
  );
};
