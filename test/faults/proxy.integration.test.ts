import { createServer, type Server } from 'node:http';
import type { Exchange } from '../../faults/exchange.ts';
import { type Proxy, startProxy } from '../../faults/proxy.ts';
import { type Fault, makeRules, type Rules } from '../../faults/rule.ts';
import { closeServer, listen } from '../../local/vendors/listen.ts';

describe('a proxy of the fault suite', () => {
  let server: Server;
  let proxy: Proxy;
  let rules: Rules;
  let reached: string[];
  let killed: string[];
  let seen: Exchange[];

  beforeEach(async () => {
    reached = [];
    killed = [];
    seen = [];
    rules = makeRules();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        reached.push(Buffer.concat(chunks).toString());
        response.writeHead(200, { 'x-own': 'yes' }).end('fine');
      });
    });
    const target = `http://127.0.0.1:${String(await listen(server, 0))}`;
    proxy = await startProxy({
      endpoint: 'messaging',
      caller: 'deliver',
      target: () => target,
      rules,
      nextNumber: () => seen.length + 1,
      kill: (caller) => killed.push(caller),
      watch: () => undefined,
      unheard: () => undefined,
      arrived: (exchange) => seen.push(exchange),
    });
  });

  afterEach(async () => {
    rules.clearAll();
    await proxy.close();
    await closeServer(server);
  });

  const ask = async (body = 'x'): Promise<string> => {
    try {
      const response = await fetch(proxy.url, {
        method: 'POST',
        headers: { 'x-amz-target': 'AmazonSQS.SendMessage' },
        body,
      });
      return `${String(response.status)} ${await response.text()}`;
    } catch {
      return 'no answer';
    }
  };
  const arm = (fault: Fault) => rules.arm({ on: ({ operation }) => operation === 'SQS.SendMessage', fault });

  it('passes on what no rule strikes, and says what it was', async () => {
    expect(await ask('hello')).toBe('200 fine');
    expect(reached).toEqual(['hello']);
    expect(seen).toMatchObject([{ caller: 'deliver', endpoint: 'messaging', operation: 'SQS.SendMessage' }]);
  });

  it('shows the endpoint its own address where the caller writes the proxy’s', async () => {
    await ask(JSON.stringify({ QueueUrl: `${proxy.url}/0/queue` }));
    expect(reached[0]).not.toContain(proxy.url);
  });

  it.each<readonly [string, Fault, string, number]>([
    ['cuts before', { kind: 'cut', when: 'before' }, 'no answer', 0],
    ['loses an answer', { kind: 'cut', when: 'after' }, 'no answer', 1],
    [
      'answers instead',
      { kind: 'answer', when: 'before', answer: { status: 503, headers: {}, body: 'no' } },
      '503 no',
      0,
    ],
    [
      'lies about what happened',
      { kind: 'answer', when: 'after', answer: { status: 500, headers: {}, body: 'no' } },
      '500 no',
      1,
    ],
    ['passes on twice', { kind: 'twice' }, '200 fine', 2],
    ['kills before', { kind: 'kill', when: 'before' }, 'no answer', 0],
    ['kills after', { kind: 'kill', when: 'after' }, 'no answer', 1],
  ])('%s', async (_name, fault, answer, times) => {
    arm(fault);
    expect(await ask()).toBe(answer);
    expect(reached).toHaveLength(times);
    expect(killed).toEqual(fault.kind === 'kill' ? ['deliver'] : []);
    expect(await ask()).toBe('200 fine');
  });

  it('holds a request until it is released', async () => {
    const held = arm({ kind: 'hold', when: 'before' });
    const asking = ask();
    await held.whenStruck();
    expect(reached).toEqual([]);
    held.release();
    expect(await asking).toBe('200 fine');
  });

  it('refuses connections while it is shut, and is there again at the same address', async () => {
    await proxy.shut();
    expect(await ask()).toBe('no answer');
    await proxy.open();
    expect(await ask()).toBe('200 fine');
  });
});
