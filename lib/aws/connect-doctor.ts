/** Everything the doctor asks from a terminal: with the credentials of whoever sits there, or on the laptop. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Survey } from '../history/survey.ts';
import type { SweepMarks } from '../history/trail.ts';
import type { AwsCredentials } from '../kernel/aws-credentials.ts';
import type { Clock } from '../kernel/clock.ts';
import { askSurvey } from './ask-survey.ts';
import { connectSurvey } from './connect-survey.ts';
import { dynamoDbMarks } from './dynamodb-marks.ts';
import { readStackOutputs } from './read-stack-outputs.ts';
import { readStackResources, surveyStack } from './survey-stack.ts';
import { openTable } from './table.ts';

export interface DoctorPlace {
  readonly region: string;
  readonly stackName: string;
  /** The laptop's stand-ins, instead of AWS. */
  readonly local?: {
    readonly standInsUrl: string;
    readonly messagingUrl: string;
    readonly databaseUrl: string;
    readonly ssmUrl: string;
    readonly credentials: AwsCredentials;
  };
}

export interface DoctorConnection {
  readonly survey: Survey;
  readonly marks: Pick<SweepMarks, 'read'>;
  /** Physical ids by logical ids, and the outputs by name; `undefined` when the stack cannot be read or does not exist. */
  readonly stack?: {
    readonly resources: ReadonlyMap<string, string>;
    readonly outputs: ReadonlyMap<string, string>;
  };
}

/** Asks CloudFormation where everything is. Whatever else is missing, the doctor says. */
export const connectDoctor = async (place: DoctorPlace, clock: Clock): Promise<DoctorConnection> => {
  const { region, stackName, local } = place;
  const clientAt = (endpoint: string | undefined) => (name: string) => ({
    region: name,
    ...(local === undefined || endpoint === undefined ? {} : { endpoint, credentials: local.credentials }),
  });
  const client = clientAt(local?.standInsUrl);
  const cloudFormation = new CloudFormationClient(client(region));
  const ssm = new SSMClient(clientAt(local?.ssmUrl)(region));
  const survey: Survey = {
    ...connectSurvey({ region, client, messaging: clientAt(local?.messagingUrl)(region) }, clock),
    ...surveyStack({ cloudFormation, ssm }, stackName),
  };
  const stack = await readStack(cloudFormation, stackName);
  const tableName = stack?.resources.get('HistoryTable');
  const table = new DynamoDBClient(clientAt(local?.databaseUrl)(region));
  const kept = tableName === undefined ? undefined : dynamoDbMarks(openTable(table, tableName));
  return {
    survey,
    marks:
      kept === undefined ? NO_MARKS : { read: (name) => askSurvey('dynamodb:Query', () => kept.read(name)) },
    ...(stack === undefined ? {} : { stack }),
  };
};

class NoTable extends Error {
  override readonly name = 'the table is not known';
}

/** Without the stack nobody knows where the table is: that is no sign that nothing came. */
const NO_MARKS: Pick<SweepMarks, 'read'> = {
  read: () => Promise.reject(new NoTable('the stack names no table')),
};

/** Whether anything on this machine signs a call to AWS. Asks nothing of AWS's services. */
export const hasCredentials = async (region: string): Promise<boolean> => {
  try {
    await new CloudFormationClient({ region }).config.credentials();
    return true;
  } catch {
    return false;
  }
};

const readStack = async (
  client: CloudFormationClient,
  stackName: string,
): Promise<DoctorConnection['stack']> => {
  try {
    const [resources, outputs] = await Promise.all([
      readStackResources(client, stackName),
      readStackOutputs(client, stackName),
    ]);
    return { resources, outputs };
  } catch {
    // Why, the doctor finds out by asking for the stack's state.
    return undefined;
  }
};
