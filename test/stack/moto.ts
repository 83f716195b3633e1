/** moto as AWS: started on a free port, spoken to in AWS's own protocols, without a client per service. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

/** moto looks at the service in the credential scope and at nothing else. */
const authorization = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

export const motoIsInstalled = (): boolean =>
  spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    // 127.0.0.1, not localhost: an address makes the SDK use path-style S3.
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

export interface Moto {
  readonly url: string;
  /** One call in a JSON protocol: `call('sqs', 'AmazonSQS.SendMessage', {...})`. */
  call(service: string, target: string, body: unknown): Promise<unknown>;
  /** One call by path: `get('lambda', '/2015-03-31/functions/x')`. */
  get(service: string, path: string): Promise<Buffer>;
  /** One call in the query protocol: `query('sns', { Action: 'ListTopics' })`. Answers XML. */
  query(service: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

const asked = async (url: string, init: RequestInit): Promise<Buffer> => {
  const response = await fetch(url, init);
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok)
    throw new Error(`moto answered ${response.status}: ${body.toString('utf8').slice(0, 500)}`);
  return body;
};

const callsOf = (url: string): Omit<Moto, 'stop'> => ({
  url,
  call: async (service, target, body) => {
    const contentType = service === 'events' ? 'application/x-amz-json-1.1' : 'application/x-amz-json-1.0';
    const headers = {
      authorization: authorization(service),
      'content-type': contentType,
      'x-amz-target': target,
    };
    const answer = await asked(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return JSON.parse(answer.toString('utf8') || '{}') as unknown;
  },
  get: (service, path) => asked(url + path, { headers: { authorization: authorization(service) } }),
  query: async (service, parameters) => {
    const headers = { authorization: authorization(service) };
    return (await asked(url, { method: 'POST', headers, body: new URLSearchParams(parameters) })).toString(
      'utf8',
    );
  },
});

const answers = async (url: string, process: ChildProcess): Promise<void> => {
  for (let waited = 0; waited < 90_000; waited += 100) {
    if (process.exitCode !== null) throw new Error(`moto_server ended with ${process.exitCode}`);
    const up = await fetch(`${url}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('moto_server did not answer within ninety seconds');
};

const end = (process: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    process.once('exit', () => {
      resolve();
    });
    process.kill();
  });

export const startMoto = async (): Promise<Moto> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  await answers(url, process);
  return { ...callsOf(url), stop: () => end(process) };
};
