/** Where `rolecall verify` looks: the running laptop, or a stack in AWS. */
import { connectVerify, stackOutputs } from '../lib/aws/connect-verify.ts';
import type { Clock } from '../lib/kernel/clock.ts';
import { fail, ok, type Result } from '../lib/kernel/result.ts';
import type { VerifyEffects } from '../lib/usecases/verify-effects.ts';
import { LOCAL_CREDENTIALS } from '../local/aws-json.ts';
import { findRun } from '../local/run-file.ts';

/** The error is a sentence for the terminal. */
type Opened = Result<VerifyEffects, string>;

export async function openOnLaptop(runFile: string, clock: Clock): Promise<Opened> {
  const run = await findRun(runFile);
  if (run === undefined) {
    return fail(
      'No laptop runs here. Start it with `npm start` in another terminal, or ask AWS with --deployed.',
    );
  }
  const { region, tableName, sealBucket, archiveBucket, databaseUrl, bucketsUrl } = run;
  if (
    region === undefined ||
    tableName === undefined ||
    sealBucket === undefined ||
    archiveBucket === undefined ||
    databaseUrl === undefined ||
    bucketsUrl === undefined
  ) {
    return fail('The laptop is still starting, or was started by an earlier version. Try again.');
  }
  const local = { databaseUrl, bucketsUrl, credentials: LOCAL_CREDENTIALS };
  return ok(connectVerify({ region, tableName, sealBucket, archiveBucket, local }, clock));
}

export async function openDeployed(
  stack: { readonly region: string; readonly stackName: string },
  clock: Clock,
): Promise<Opened> {
  const { region, stackName } = stack;
  try {
    const outputs = await stackOutputs(stack);
    const [tableName, sealBucket, archiveBucket] = OUTPUTS.map((name) => outputs.get(name));
    if (tableName === undefined || sealBucket === undefined || archiveBucket === undefined) {
      return fail(`The stack ${stackName} does not say where its history is: deploy it again.`);
    }
    return ok(connectVerify({ region, tableName, sealBucket, archiveBucket }, clock));
  } catch (error) {
    // The name only: AWS's messages repeat ARNs and sometimes whole requests.
    const name = error instanceof Error ? error.name : 'unknown error';
    return fail(
      `The stack ${stackName} in ${region} cannot be read (${name}). Check its name and your permissions.`,
    );
  }
}

const OUTPUTS = ['HistoryTableName', 'SealBucketName', 'ArchiveBucketName'] as const;
