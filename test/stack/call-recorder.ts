/** Stands between a function and moto and writes down which AWS action was asked for. */
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CallRecorder {
  readonly url: string;
  /** As IAM would name them: `dynamodb:PutItem`. */
  readonly actions: Set<string>;
  stop(): Promise<void>;
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AWSEvents: 'events',
  CloudTrail_20131101: 'cloudtrail',
  TrentService: 'kms',
};

/** The action that IAM asks for: batches are granted by their single form. */
const actionOf = ({ headers, url = '' }: IncomingMessage, body: string): string => {
  if (url.startsWith('/listRegions')) return 'account:ListRegions';
  const [prefix = '', call = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (call !== '') return `${SERVICES[prefix] ?? prefix}:${call.replace(/Batch$/, '')}`;
  const service = /\/\d{8}\/[^/]+\/([^/]+)\//.exec(String(headers.authorization))?.[1] ?? 'unknown';
  return `${service}:${new URLSearchParams(body).get('Action') ?? 'unknown'}`;
};

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
};

export const recordCalls = async (target: string): Promise<CallRecorder> => {
  const actions = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming);
      actions.add(actionOf(incoming, body.toString('utf8')));
      const { method, headers, url = '/' } = incoming;
      const passed = request(target + url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      passed.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    actions,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
