/**
 * A real `serverless deploy`, to moto: event -> rule -> intake queue -> the deployed `record` -> table and delivery
 * queue -> the deployed `deliver` -> topic. moto knows no IAM here, no HTTP API, no queue policy and no alarm; what the
 * functions ask for is compared with their roles instead.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, listAt, numberAt, parseJson, textAt } from '../../lib/kernel/json.ts';
import { type DeployedFunction, startDeployed } from './deployed-function.ts';
import { type Moto, motoIsInstalled, startMoto } from './moto.ts';
import { listOf, propertiesOf, readJson, ROOT, type Template } from './packaged-stack.ts';
import { copyProject, type ProjectCopy, rolecallYml } from './project-copy.ts';

const ACCOUNT = '123456789012';
const LONG = 120_000;

const describeWithMoto = motoIsInstalled() ? describe : describe.skip;

let project: ProjectCopy;
let moto: Moto;
let said: string;
const functions = new Map<string, DeployedFunction>();

const deployed = async (name: string): Promise<DeployedFunction> => {
  const running =
    functions.get(name) ?? (await startDeployed(moto, { name, folder: join(project.root, 'run', name) }));
  functions.set(name, running);
  return running;
};

/** CloudFormation gives a FIFO queue without a name one that ends in .fifo; moto does not. */
const nameFifoQueues = (root: string): void => {
  const file = join(root, 'infra/queues.yml');
  const named = readFileSync(file, 'utf8').replace(
    /^ {2}(\w+):\n( {4}Type: AWS::SQS::Queue\n {4}Properties:\n)( {6}FifoQueue: true)/gm,
    '  $1:\n$2      QueueName: $1.fifo\n$3',
  );
  writeFileSync(file, named);
};

const deploy = (): string => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/serverless/bin/serverless.js', 'deploy'],
    {
      cwd: project.root,
      encoding: 'utf8',
      env: {
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
        HOME: project.root,
        NODE_NO_WARNINGS: '1',
      },
    },
  );
  if (status !== 0) throw new Error(`serverless deploy failed:\n${stdout}${stderr}`);
  return stdout + stderr;
};

/** What a resource of the stack is called: a queue's URL, a topic's ARN, a table's name. */
const physicalId = async (logicalId: string): Promise<string> => {
  const parameters = { Action: 'ListStackResources', StackName: 'rolecall-prod' };
  const members = (await moto.query('cloudformation', parameters)).split('</member>');
  const member = members.find((text) => text.includes(`<LogicalResourceId>${logicalId}</LogicalResourceId>`));
  const found = /<PhysicalResourceId>([^<]*)</.exec(member ?? '')?.[1];
  if (found === undefined) throw new Error(`The stack has no ${logicalId}`);
  return found;
};

/** A schedule has no pattern, and moto takes that for one that matches every event. */
const takeSchedulesAway = async (): Promise<void> => {
  const rules = listAt(await moto.call('events', 'AWSEvents.ListRules', {}), 'Rules');
  for (const rule of rules.filter((found) => at(found, 'ScheduleExpression') !== undefined)) {
    const Rule = at(rule, 'Name');
    const targets = listAt(await moto.call('events', 'AWSEvents.ListTargetsByRule', { Rule }), 'Targets');
    await moto.call('events', 'AWSEvents.RemoveTargets', {
      Rule,
      Ids: targets.map((target) => at(target, 'Id')),
    });
  }
};

/** Takes what a queue holds, as Lambda would. */
const receive = async (QueueUrl: string): Promise<readonly unknown[]> => {
  const answer = await moto.call('sqs', 'AmazonSQS.ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All'],
    WaitTimeSeconds: 2,
  });
  return listAt(answer, 'Messages');
};

const lambdaEvent = (messages: readonly unknown[]) => ({
  Records: messages.map((message) => ({
    messageId: at(message, 'MessageId'),
    receiptHandle: at(message, 'ReceiptHandle'),
    body: at(message, 'Body'),
    attributes: at(message, 'Attributes'),
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:${ACCOUNT}:queue`,
    awsRegion: 'us-east-1',
  })),
});

const entryRecord = () => ({
  eventVersion: '1.11',
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLECALLER00001', accountId: '777788889999' },
  eventTime: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.31.0',
  requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/prod-admin`, roleSessionName: 'jane' },
  responseElements: {
    credentials: {
      accessKeyId: 'ASIAEXAMPLEKEY000001',
      expiration: 'Nov 22, 2026, 11:00:00 AM',
      sessionToken: 'CANARYTOKEN',
    },
    assumedRoleUser: {
      assumedRoleId: 'AROAEXAMPLEROLE000001:jane',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/prod-admin/jane`,
    },
  },
  requestID: '6b1f6a8e-0001-4000-8000-000000000001',
  eventID: '6b1f6a8e-0002-4000-8000-000000000002',
  readOnly: true,
  resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${ACCOUNT}:role/prod-admin` }],
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT,
  sharedEventID: '6b1f6a8e-0003-4000-8000-000000000003',
  eventCategory: 'Management',
});

const putEvent = (detail: unknown) =>
  moto.call('events', 'AWSEvents.PutEvents', {
    Entries: [
      { Source: 'aws.sts', DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(detail) },
    ],
  });

/** A queue of ours that hears what the owner's topic says. */
const openInbox = async (): Promise<string> => {
  const url =
    textAt(await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'inbox' }), 'QueueUrl') ?? '';
  const TopicArn = await physicalId('TopicPlatformMail');
  const Endpoint = `arn:aws:sqs:us-east-1:${ACCOUNT}:inbox`;
  await moto.query('sns', { Action: 'Subscribe', TopicArn, Protocol: 'sqs', Endpoint });
  return url;
};

const tableText = async (): Promise<string> =>
  JSON.stringify(
    await moto.call('dynamodb', 'DynamoDB_20120810.Scan', { TableName: await physicalId('HistoryTable') }),
  );

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const NEEDS_NO_RIGHT = 'sts:GetCallerIdentity';

/** What CloudTrail would write of the canary that the sweep has just sent. */
const canaryRecord = async () => {
  const sent = /canary.*?"id":"([0-9a-f-]{36})","state":"waiting"/.exec(
    (await tableText()).replaceAll('\\', ''),
  );
  const session = `canary-${sent?.[1] ?? 'not-sent'}`;
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/rolecall-canary/${await physicalId('CanaryRole')}`;
  const sweep = await physicalId('SweepRole');
  return {
    ...entryRecord(),
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROASWEEP000000000001:rolecall-prod-sweep',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${sweep}/rolecall-prod-sweep`,
      accountId: ACCOUNT,
    },
    requestParameters: { roleArn, roleSessionName: session, durationSeconds: 900 },
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: roleArn }],
    eventID: '6b1f6a8e-0002-4000-8000-00000000000c',
    sharedEventID: undefined,
  };
};

/** moto makes topics and queues, and no subscriptions. */
const subscribeCanaryQueue = async (): Promise<void> => {
  const name = (await physicalId('CanaryQueue')).split('/').at(-1) ?? '';
  await moto.query('sns', {
    Action: 'Subscribe',
    TopicArn: await physicalId('CanaryTopic'),
    Protocol: 'sqs',
    Endpoint: `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`,
    'Attributes.entry.1.key': 'RawMessageDelivery',
    'Attributes.entry.1.value': 'true',
  });
};

/** As an operator runs it. */
const rolecallDoctor = () =>
  spawnSync(
    process.execPath,
    [
      join(ROOT, 'bin/rolecall.mjs'),
      ...['doctor', '--deployed', '--json', '--config', join(project.root, 'rolecall.yml')],
    ],
    {
      encoding: 'utf8',
      env: {
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
        NODE_NO_WARNINGS: '1',
      },
    },
  );

const actionsGranted = (template: Template, name: string): readonly unknown[] =>
  listAt(propertiesOf(template, `${name.charAt(0).toUpperCase()}${name.slice(1)}Role`), 'Policies')
    .flatMap((policy) => listAt(policy, 'PolicyDocument', 'Statement'))
    .flatMap((statement) => listOf(at(statement, 'Action')));

describeWithMoto('a deployed stack', () => {
  beforeAll(async () => {
    project = copyProject(rolecallYml({ accountId: ACCOUNT }));
    nameFifoQueues(project.root);
    moto = await startMoto();
    said = deploy();
    await takeSchedulesAway();
  }, LONG);

  afterAll(async () => {
    for (const running of functions.values()) await running.stop();
    await moto.stop();
    project.remove();
  });

  test('is deployed without a login', () => {
    expect(said).toContain('rolecall-prod');
  });

  test(
    'tells the owner about an entry, and keeps it',
    async () => {
      const inbox = await openInbox();
      await putEvent(entryRecord());

      const taken = await receive(await physicalId('IntakeQueue'));
      expect(taken).toHaveLength(1);
      expect(await (await deployed('record')).invoke(lambdaEvent(taken))).toEqual({ batchItemFailures: [] });
      expect(await tableText()).toContain('prod-admin');
      expect(await tableText()).not.toContain('CANARYTOKEN');

      const wakeUps = await receive(await physicalId('DeliveryQueue'));
      expect(wakeUps).toHaveLength(1);
      expect(await (await deployed('deliver')).invoke(lambdaEvent(wakeUps))).toEqual({
        batchItemFailures: [],
      });

      const [mail] = await receive(inbox);
      expect(JSON.parse(textAt(mail, 'Body') ?? '{}')).toMatchObject({
        Message: expect.stringContaining('prod-admin'),
      });
      expect(JSON.stringify(mail)).not.toContain('CANARYTOKEN');
    },
    LONG,
  );

  test(
    'hears nothing of another account’s role',
    async () => {
      const foreign = { roleArn: 'arn:aws:iam::999999999999:role/prod-admin', roleSessionName: 'jane' };
      await putEvent({ ...entryRecord(), requestParameters: foreign });
      expect(await receive(await physicalId('IntakeQueue'))).toEqual([]);
    },
    LONG,
  );

  test(
    'sweeps, and shows the history to somebody whose token was verified',
    async () => {
      await (await deployed('sweep')).invoke({ task: 'pending' });
      const answer = await (await deployed('history')).invoke({
        version: '2.0',
        routeKey: 'GET /api/{path+}',
        rawPath: '/api/accesses',
        rawQueryString: '',
        headers: {},
        requestContext: {
          http: { method: 'GET', path: '/api/accesses' },
          authorizer: { jwt: { claims: { sub: 'jane', username: 'jane', 'cognito:groups': '[viewer]' } } },
        },
        isBase64Encoded: false,
      });
      expect(at(answer, 'statusCode')).toBe(200);
      expect(textAt(answer, 'body')).toContain('entered Production administrator in Shop production');
      expect(textAt(answer, 'body')).toContain('"code":"told"');
    },
    LONG,
  );

  test(
    'proves by a canary that the bell rings',
    async () => {
      await subscribeCanaryQueue();
      expect(await (await deployed('sweep')).invoke({ task: 'canary' })).toMatchObject({
        sent: 1,
        missing: 0,
      });
      await putEvent(await canaryRecord());
      const taken = await receive(await physicalId('IntakeQueue'));
      expect(await (await deployed('record')).invoke(lambdaEvent(taken))).toEqual({ batchItemFailures: [] });
      const wakeUps = await receive(await physicalId('DeliveryQueue'));
      expect(
        wakeUps.map((wakeUp) => textAt(parseJson(textAt(wakeUp, 'Body') ?? ''), 'destinationId')),
      ).toEqual(['rolecall-canary']);
      expect(await (await deployed('deliver')).invoke(lambdaEvent(wakeUps))).toEqual({
        batchItemFailures: [],
      });
      expect(await (await deployed('sweep')).invoke({ task: 'canary' })).toMatchObject({
        arrived: 1,
        missing: 0,
      });
    },
    LONG,
  );

  test(
    'has its doctor look, in the sweep and from a terminal',
    async () => {
      expect(await (await deployed('deliver')).invoke({ task: 'probe' })).toEqual({ batchItemFailures: [] });
      const seen = await (await deployed('sweep')).invoke({ task: 'doctor' });
      // moto has no trail, no queue policies and no confirmed subscriptions.
      expect(numberAt(seen, 'broken')).toBeGreaterThan(0);
      expect(numberAt(seen, 'ok')).toBeGreaterThan(5);
      const { status, stdout } = rolecallDoctor();
      const findings = listAt(parseJson(stdout), 'findings');
      const stateOf = (check: string) =>
        findings
          .filter((finding) => textAt(finding, 'check') === check)
          .map((finding) => textAt(finding, 'state'));
      expect(status).toBe(1);
      expect(stateOf('stack')).toEqual(['ok']);
      expect(stateOf('rule')).not.toContain('broken');
      expect(stateOf('target')).toEqual(['ok']);
      expect(stateOf('trail')).toEqual(['broken']);
      expect(stateOf('key-policy')).toEqual(['ok']);
      expect(stateOf('destination')).toEqual(['ok']);
      expect(stateOf('canary')).toEqual(['ok']);
      expect(stateOf('clock')).toEqual(['ok']);
      // moto does not play the account's Regions.
      const unanswered = findings.filter((finding) => at(finding, 'unanswered') === true);
      expect(unanswered.map((finding) => textAt(finding, 'check'))).toEqual(['region']);
    },
    LONG,
  );

  test('has roles that grant whatever the functions asked for', () => {
    const template = readJson<Template>(
      join(project.root, '.serverless/cloudformation-template-update-stack.json'),
    );
    expect([...functions.keys()].sort()).toEqual(['deliver', 'history', 'record', 'sweep']);
    for (const [name, { actions }] of functions) {
      expect(actions.size).toBeGreaterThan(0);
      const refused = [...actions].filter(
        (action) => action !== NEEDS_NO_RIGHT && !actionsGranted(template, name).includes(action),
      );
      expect({ name, refused }).toEqual({ name, refused: [] });
    }
  });
});
