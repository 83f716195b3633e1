/** What the fault suite needs of the laptop: another way to an endpoint, and a clock that functions follow. */
import { systemClock } from '../../lib/kernel/clock.ts';
import { at, parseJson, textAt } from '../../lib/kernel/json.ts';
import { startLaptop } from '../../local/run.ts';
import { type FixtureStack, makeStack } from './fixtures/make-stack.ts';

const DAY_MS = 86_400_000;

describe('a laptop that is led', () => {
  let stack: FixtureStack;

  beforeEach(async () => {
    stack = await makeStack();
  });

  afterEach(() => stack.remove());

  it('sends functions where it is told to, queues of their environment included', async () => {
    const laptop = await startLaptop({
      ...stack.options,
      endpointFor: (name, url, caller) =>
        Promise.resolve(caller === 'history' ? `http://127.0.0.1:1/${name}` : url),
    });
    const invoked = await laptop.lambda('history').invoke({});
    await laptop.stop();
    const environment = at(parseJson(textAt(invoked.ok ? invoked.value : {}, 'body') ?? ''), 'environment');
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1/database',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1/messaging',
      AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1/ssm',
      AWS_ENDPOINT_URL_CLOUDTRAIL: 'http://127.0.0.1:1/stand-ins',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1/stand-ins/s3',
      // The one host it asks is the issuer.
      ROLECALL_HTTP_ENDPOINT_URL: laptop.urls.issuer,
    });
    expect(laptop.urls.database).not.toContain(':1/');
  });

  it('gives functions its own time, and one of them another', async () => {
    const clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + DAY_MS) };
    const laptop = await startLaptop({
      ...stack.options,
      clock,
      skewMs: (key) => (key === 'sweep' ? -DAY_MS : 0),
    });
    const [history, sweep] = await Promise.all([
      laptop.lambda('history').invoke({}),
      laptop.lambda('sweep').invoke({ task: 'clock' }),
    ]);
    await laptop.stop();
    const body = parseJson(textAt(history.ok ? history.value : {}, 'body') ?? '');
    const ahead = Number(at(body, 'now')) - systemClock.now().getTime();
    expect(Math.abs(ahead - DAY_MS)).toBeLessThan(60_000);
    const own = Number(at(sweep.ok ? sweep.value : {}, 'now')) - systemClock.now().getTime();
    expect(Math.abs(own)).toBeLessThan(60_000);
  });
});
