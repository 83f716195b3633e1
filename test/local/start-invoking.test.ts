import type { LambdaFunction } from '../../local/lambda.ts';
import { startInvoking } from '../../local/start-invoking.ts';
import { readTransformer } from '../../local/target-input.ts';
import type { DeclaredRule, DeclaredTarget, Topology } from '../../local/topology.ts';
import { setClock } from './fixtures/set-clock.ts';

const SWEEP: DeclaredTarget = {
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:sweep',
  input: '{"task":"pending"}',
  maximumRetries: 0,
};
const HEARTBEAT: DeclaredTarget = {
  arn: 'arn:aws:sqs:us-east-1:000000000000:intake',
  maximumRetries: 0,
  ...(() => {
    const transformer = readTransformer({
      InputPathsMap: { time: '$.time' },
      InputTemplate: '{"source":"rolecall.heartbeat","time":<time>}',
    });
    return transformer === undefined ? {} : { transformer };
  })(),
};

const start = (rules: readonly DeclaredRule[], takes: () => Promise<void> = () => Promise.resolve()) => {
  const clock = setClock();
  const invoked: unknown[] = [];
  const delivered: string[] = [];
  const lambda: Pick<LambdaFunction, 'invoke'> = {
    invoke: (event) => {
      invoked.push(event);
      return Promise.resolve({ ok: true, value: undefined });
    },
  };
  const topology: Topology = {
    roles: [],
    tables: [],
    buckets: [],
    queues: [],
    topics: [],
    subscriptions: [],
    functions: [],
    mappings: [],
    rules,
    routes: [],
    clients: [],
  };
  const invoking = startInvoking(topology, {
    functions: { find: () => lambda as LambdaFunction, close: () => Promise.resolve() },
    mostEnvironments: 1,
    examines: true,
    region: 'us-east-1',
    messagingUrl: 'http://127.0.0.1:9',
    deliver: async (_target, event) => {
      await takes();
      delivered.push(event);
    },
    clock,
  });
  return { clock, invoking, invoked, delivered };
};

describe('a schedule', () => {
  const rule = (target: DeclaredTarget, state = 'ENABLED'): DeclaredRule => ({
    name: 'beat',
    arn: 'arn:aws:events:us-east-1:000000000000:rule/beat',
    state,
    schedule: 'rate(5 minutes)',
    targets: [target],
  });

  it('invokes a function, and puts what it is told to make of the moment into a queue', async () => {
    const { clock, invoking, invoked, delivered } = start([rule(SWEEP), rule(HEARTBEAT)]);
    clock.forward(301_000);
    const time = clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    await invoking.tick();
    await invoking.close();
    expect(invoked).toEqual([{ task: 'pending' }]);
    expect(delivered.map((text) => JSON.parse(text) as unknown)).toEqual([
      { source: 'rolecall.heartbeat', time },
    ]);
  });

  it('goes on when a queue did not take it', async () => {
    let calls = 0;
    const { clock, invoking, delivered } = start([rule(HEARTBEAT)], () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
    });
    for (let run = 0; run < 2; run += 1) {
      clock.forward(301_000);
      await invoking.tick();
    }
    await invoking.close();
    expect(delivered).toHaveLength(1);
  });

  it('is silent while its rule is disabled', async () => {
    const { clock, invoking, delivered } = start([rule(HEARTBEAT, 'DISABLED')]);
    clock.forward(301_000);
    await invoking.tick();
    await invoking.close();
    expect(delivered).toEqual([]);
  });
});
