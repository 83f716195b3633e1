import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callAwsJson } from '../../local/aws-json.ts';
import type { Laptop } from '../../local/laptop.ts';
import { startLaptop } from '../../local/run.ts';
import { assumeRole, EXTERNAL_ID, SESSION_TOKEN } from './fixtures/assume-role.ts';
import { eventually } from './fixtures/eventually.ts';
import { type FixtureStack, makeStack } from './fixtures/make-stack.ts';

const region = 'us-east-1';

const rows = async (laptop: Laptop): Promise<readonly string[]> => {
  const answer = await callAwsJson({
    endpointUrl: laptop.urls.database,
    region,
    target: 'DynamoDB_20120810.Scan',
    body: { TableName: 'rolecall-laptop-HistoryTable' },
  });
  const items = answer['Items'];
  return Array.isArray(items) ? items.map((item) => String(item.pk.S)) : [];
};

const deadLetters = async (laptop: Laptop): Promise<number> => {
  const answer = await callAwsJson({
    endpointUrl: laptop.urls.messaging,
    region,
    target: 'AmazonSQS.GetQueueAttributes',
    body: { QueueUrl: laptop.ref('IntakeDeadLetters'), AttributeNames: ['ApproximateNumberOfMessages'] },
  });
  return Number(Reflect.get(Object(answer['Attributes']), 'ApproximateNumberOfMessages'));
};

describe('the laptop', () => {
  let stack: FixtureStack;
  let laptop: Laptop;

  beforeEach(async () => {
    stack = await makeStack();
    laptop = await startLaptop(stack.options);
    await laptop.caughtUp;
  });

  afterEach(async () => {
    await laptop.stop();
    await stack.remove();
  });

  it('carries an injected record through rule, queue and function into the table', async () => {
    const injected = await laptop.inject(assumeRole());
    expect(injected.rules).toEqual(['rolecall-laptop-RuleEntries']);
    await eventually('a row', async () => (await rows(laptop)).includes('e-1'));
  });

  it('keeps no credential and no external id on disk', async () => {
    await laptop.inject(assumeRole());
    const kept = await readFile(join(stack.options.dataDirectory, 'data/cloudtrail.jsonl'), 'utf8');
    expect(kept).toContain('ASIAEXAMPLEMINTED001');
    expect(kept).not.toContain(SESSION_TOKEN);
    expect(kept).not.toContain(EXTERNAL_ID);
  });

  it('moves a message that keeps failing to the dead letters, and only that one', async () => {
    await laptop.inject(assumeRole({ eventID: 'bad', fixture: 'fail' }));
    await laptop.inject(assumeRole({ eventID: 'good' }));
    await eventually('a dead letter', async () => (await deadLetters(laptop)) === 1, 60);
    expect(await rows(laptop)).toEqual(['good']);
  });

  it('survives a function that crashes and one that hangs', async () => {
    await laptop.inject(assumeRole({ eventID: 'c', fixture: 'crash' }));
    await laptop.inject(assumeRole({ eventID: 'h', fixture: 'hang' }));
    await eventually('both dead letters', async () => (await deadLetters(laptop)) === 2, 60);
    await laptop.inject(assumeRole({ eventID: 'after' }));
    await eventually('the next row', async () => (await rows(laptop)).includes('after'));
  });

  it('hands a function nothing of the host environment', async () => {
    const invoked = await laptop.lambda('history').invoke({});
    const body: unknown = JSON.parse(String(Reflect.get(Object(invoked.ok ? invoked.value : {}), 'body')));
    const environment = Object(Reflect.get(Object(body), 'environment'));
    expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['HOME']));
    expect(environment).toMatchObject({
      HISTORY_URL: laptop.urls.page,
      TABLE_NAME: 'rolecall-laptop-HistoryTable',
      AWS_ENDPOINT_URL_SQS: laptop.urls.messaging,
      TOPIC_ARNS: '{"platform-mail":"arn:aws:sns:us-east-1:000000000000:rolecall-laptop-TopicPlatformMail"}',
    });
  });

  it('finds after a stop what was recorded but never processed', async () => {
    await laptop.inject(assumeRole({ eventID: 'lost' }), { withhold: true });
    expect(await rows(laptop)).toEqual([]);
    await laptop.stop();
    laptop = await startLaptop(stack.options);
    await eventually('the row', async () => (await rows(laptop)).includes('lost'));
  });

  it('serves the routes of the template on loopback', async () => {
    const response = await laptop.ask('/api/accesses/a%2Fb?x=1&x=2', {}, 'viewer@acme');
    const { event } = (await response.json()) as { event: Record<string, unknown> };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /api/{path+}',
      rawPath: '/api/accesses/a/b',
      queryStringParameters: { x: '1,2' },
      pathParameters: { path: 'accesses/a/b' },
      requestContext: {
        authorizer: {
          jwt: { claims: { iss: 'https://issuer.example', 'cognito:groups': '[viewer@acme]' }, scopes: null },
        },
      },
    });
    expect((await fetch(`${laptop.urls.page}/api/accesses`)).status).toBe(401);
    expect((await fetch(`${laptop.urls.page}/nowhere`)).status).toBe(404);
    expect((await fetch(`${laptop.urls.page}/`, { method: 'POST' })).status).toBe(404);
  });

  it('turns a publication to a topic into mail for its subscribers', async () => {
    const publish = (subject: string): Promise<Response> =>
      fetch(laptop.urls.messaging, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          Action: 'Publish',
          TopicArn: laptop.ref('TopicPlatformMail'),
          Subject: subject,
          Message: 'Bob entered prod-admin',
        }).toString(),
      });
    expect((await publish('Rolecall')).status).toBe(200);
    expect(laptop.vendors.messages().map((each) => [each.destinationHint, each.summary])).toEqual([
      ['oncall@example.com', 'Rolecall'],
    ]);
    expect((await publish('a'.repeat(100))).status).toBe(400);
  });
});
