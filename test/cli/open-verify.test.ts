import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { openDeployed } from '../../cli/open-verify.ts';
import { systemClock } from '../../lib/kernel/clock.ts';

const cloudFormation = mockClient(CloudFormationClient);
const STACK = { region: 'us-east-1', stackName: 'rolecall-prod' };

const stackWith = (outputs: Readonly<Record<string, string>>) => ({
  Stacks: [
    {
      StackName: STACK.stackName,
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE' as const,
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    },
  ],
});

const OUTPUTS = { HistoryTableName: 'table', SealBucketName: 'seals', ArchiveBucketName: 'archive' };

describe('Where rolecall verify looks in AWS', () => {
  beforeEach(() => cloudFormation.reset());

  it('is what the stack says', async () => {
    cloudFormation.on(DescribeStacksCommand, { StackName: 'rolecall-prod' }).resolves(stackWith(OUTPUTS));
    expect(await openDeployed(STACK, systemClock)).toMatchObject({ ok: true });
  });

  it('is nowhere when the stack is of an earlier version', async () => {
    const { SealBucketName, ...earlier } = OUTPUTS;
    cloudFormation.on(DescribeStacksCommand).resolves(stackWith(earlier));
    expect(await openDeployed(STACK, systemClock)).toEqual({
      ok: false,
      error: 'The stack rolecall-prod does not say where its history is: deploy it again.',
    });
  });

  it('is told without AWS’s own words when it cannot be asked', async () => {
    const denied = Object.assign(new Error('arn:aws:iam::1:user/x is not authorized'), {
      name: 'AccessDenied',
    });
    cloudFormation.on(DescribeStacksCommand).rejects(denied);
    expect(await openDeployed(STACK, systemClock)).toEqual({
      ok: false,
      error:
        'The stack rolecall-prod in us-east-1 cannot be read (AccessDenied). Check its name and your permissions.',
    });
  });
});
