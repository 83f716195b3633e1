/** A function as it was deployed to moto: its zip from the bucket, its environment from Lambda, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at, isObject, parseJson, textAt } from '../../lib/kernel/json.ts';
import { type CallRecorder, recordCalls } from './call-recorder.ts';
import type { Moto } from './moto.ts';
import { readZip } from './read-zip.ts';

const RUNNER = `
const { handler } = require('./' + process.argv[2]);
const context = { getRemainingTimeInMillis: () => process.argv[3] * 1000, functionName: 'f', awsRequestId: 'r' };
process.on('message', async (event) => {
  try { process.send({ ok: true, value: await handler(event, context) }); }
  catch (error) { process.send({ ok: false, value: String(error && error.stack) }); }
});
process.send({ ok: true, value: 'ready' });
`;

export interface DeployedFunction {
  /** Throws with what the function threw. */
  invoke(event: unknown): Promise<unknown>;
  /** AWS actions it has asked for so far. */
  readonly actions: ReadonlySet<string>;
  stop(): Promise<void>;
}

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = () => {
      reject(new Error('The function’s process ended'));
    };
    child.once('exit', ended);
    child.once('message', (message: unknown) => {
      child.off('exit', ended);
      if (at(message, 'ok') === true) resolve(at(message, 'value'));
      else reject(new Error(textAt(message, 'value') ?? 'failed'));
    });
  });

/** Unpacks the zip that lies in the deployment bucket. */
const unpack = async (moto: Moto, { name, folder }: { name: string; folder: string }): Promise<void> => {
  const buckets = (await moto.get('s3', '/')).toString('utf8');
  const bucket = /<Name>([^<]*deploymentbucket[^<]*)<\/Name>/i.exec(buckets)?.[1] ?? '';
  const keys = (await moto.get('s3', `/${bucket}?list-type=2`)).toString('utf8');
  const key = new RegExp(`<Key>([^<]*/${name}\\.zip)</Key>`).exec(keys)?.[1] ?? '';
  const zip = await moto.get('s3', `/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`);
  for (const [file, content] of readZip(zip)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  writeFileSync(join(folder, 'run.cjs'), RUNNER);
};

const environmentOf = (configuration: unknown, recorder: CallRecorder): Record<string, string> => {
  const variables = at(configuration, 'Environment', 'Variables');
  const deployed = Object.entries(isObject(variables) ? variables : {});
  return {
    // The SDK calls a queue where its URL says, and moto names queues as AWS does.
    ...Object.fromEntries(
      deployed.map(([key, value]) => [key, String(value).replace(/^https:\/\/sqs\.[^/]+/, recorder.url)]),
    ),
    // moto gives a client of a user pool no id, and leaves variables without a value out.
    ...(textAt(variables, 'SIGN_IN_ISSUER') === undefined ? {} : { SIGN_IN_CLIENT_ID: 'client' }),
    AWS_ENDPOINT_URL: recorder.url,
    AWS_REGION: 'us-east-1',
    NODE_NO_WARNINGS: '1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
};

/** Starts the deployed function `name` in `folder`. */
export const startDeployed = async (
  moto: Moto,
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<DeployedFunction> => {
  await unpack(moto, { name, folder });
  const answer = await moto.get('lambda', `/2015-03-31/functions/rolecall-prod-${name}`);
  const configuration = at(parseJson(answer.toString('utf8')), 'Configuration');
  const recorder = await recordCalls(moto.url);
  const file = (textAt(configuration, 'Handler') ?? '').replace(/\.handler$/, '.js');
  const child = spawn(process.execPath, ['run.cjs', file, String(at(configuration, 'Timeout'))], {
    cwd: folder,
    env: environmentOf(configuration, recorder),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await nextMessage(child);
  return {
    actions: recorder.actions,
    invoke: (event) => {
      const answered = nextMessage(child);
      child.send(event as object);
      return answered;
    },
    stop: async () => {
      child.kill();
      await recorder.stop();
    },
  };
};
