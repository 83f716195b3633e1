import {
  AddTagsToResourceCommand,
  CreateOpsItemCommand,
  type CreateOpsItemCommandInput,
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  GetParameterCommand,
  GetParametersCommand,
  OpsItemAlreadyExistsException,
  PutParameterCommand,
  SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import { underTest, type UnderTest } from './vendors-under-test.ts';

const dedup = { '/aws/dedup': { Type: 'SearchableString', Value: '{"dedupString":"access-42"}' } } as const;
const item = (changes: Partial<CreateOpsItemCommandInput> = {}): CreateOpsItemCommandInput => ({
  Title: 'alice entered ProductionAdmin',
  Description: 'Account acme-prod',
  Source: 'rolecall',
  ...changes,
});
const data = (key: string, value: string): CreateOpsItemCommandInput['OperationalData'] => ({
  [key]: { Type: 'String', Value: value },
});

describe('OpsCenter and Parameter Store', () => {
  let run: UnderTest;
  let client: SSMClient;
  beforeEach(async () => {
    run = await underTest({
      parameters: { '/rolecall/slack': 'https://hooks.slack.com/services/canary-address' },
    });
    client = new SSMClient({
      endpoint: run.vendors.ssmEndpointUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    client.destroy();
    await run.vendors.close();
  });
  const create = (changes: Partial<CreateOpsItemCommandInput> = {}): Promise<string> =>
    client.send(new CreateOpsItemCommand(item(changes))).then((answer) => answer.OpsItemId ?? '');

  test('shows in the inbox what kind of notice an item is, and what was added to it later', async () => {
    const id = await create({
      Title: '20 notices that could not be sent since 22 Nov 2026, 14:00 CET',
      OperationalData: data('Rolecall 01 Who', 'alice'),
    });
    await client.send(
      new UpdateOpsItemCommand({
        OpsItemId: id,
        OperationalData: data('Rolecall later', '12 more <b>times'),
      }),
    );
    const page = await run.page();
    expect(page).toContain('<span class="lozenge digest">digest</span>');
    const unfolded = page.replace(/<details[\s\S]*?<\/details>/g, '');
    expect(unfolded).toContain('12 more &lt;b&gt;times');
    expect(unfolded).not.toContain('Rolecall 01 Who');
  });

  test('opens an item, finds it by its searchable data, and closes it', async () => {
    const id = await create({ OperationalData: dedup, Severity: '2' });
    await client.send(
      new AddTagsToResourceCommand({
        ResourceType: 'OpsItem',
        ResourceId: id,
        Tags: [{ Key: 'a', Value: 'b' }],
      }),
    );
    await client.send(
      new UpdateOpsItemCommand({ OpsItemId: id, Status: 'Resolved', OperationalData: data('note', 'done') }),
    );
    const { OpsItem: shown } = await client.send(new GetOpsItemCommand({ OpsItemId: id }));
    expect(shown).toMatchObject({
      Title: 'alice entered ProductionAdmin',
      Status: 'Resolved',
      Severity: '2',
    });
    expect(Object.keys(shown?.OperationalData ?? {})).toEqual(['/aws/dedup', 'note']);
    expect(shown?.CreatedTime).toEqual(new Date('2026-11-22T14:00:00Z'));
    const value = JSON.stringify({ key: '/aws/dedup', value: dedup['/aws/dedup'].Value });
    const found = await client.send(
      new DescribeOpsItemsCommand({
        OpsItemFilters: [{ Key: 'OperationalData', Values: [value], Operator: 'Equal' }],
      }),
    );
    expect(found.OpsItemSummaries).toMatchObject([{ OpsItemId: id }]);
  });

  test('refuses a second open item with the same deduplication string and names the first', async () => {
    const id = await create({ OperationalData: dedup });
    const error: unknown = await create({ OperationalData: dedup }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpsItemAlreadyExistsException);
    expect(error).toMatchObject({ OpsItemId: id, name: 'OpsItemAlreadyExistsException' });
    await client.send(new UpdateOpsItemCommand({ OpsItemId: id, Status: 'InProgress' }));
    await expect(create({ OperationalData: dedup })).rejects.toBeInstanceOf(OpsItemAlreadyExistsException);
    await client.send(new UpdateOpsItemCommand({ OpsItemId: id, Status: 'Resolved' }));
    expect(await create({ OperationalData: dedup })).not.toBe(id);
  });

  test.each<readonly [string, Partial<CreateOpsItemCommandInput>, string]>([
    ['a title of 1,025', { Title: 'a'.repeat(1025) }, 'ValidationException'],
    ['a description of 2,049', { Description: 'a'.repeat(2049) }, 'ValidationException'],
    ['no description', { Description: '' }, 'ValidationException'],
    ['a source of 129', { Source: 's'.repeat(129) }, 'ValidationException'],
    ['a source that poses as AWS', { Source: 'my-aws-tool' }, 'OpsItemInvalidParameterException'],
    ['a severity of 5', { Severity: '5' }, 'OpsItemInvalidParameterException'],
    ['a priority of 6', { Priority: 6 }, 'ValidationException'],
    ['a data key of 129', { OperationalData: data('k'.repeat(129), 'v') }, 'ValidationException'],
    [
      'a data key that begins with ssm',
      { OperationalData: data('ssm-x', 'v') },
      'OpsItemInvalidParameterException',
    ],
    [
      'a data value above 20 KB',
      { OperationalData: data('k', 'v'.repeat(20_481)) },
      'OpsItemLimitExceededException',
    ],
  ])('refuses %s', async (_what, changes, name) => {
    await expect(create(changes)).rejects.toMatchObject({ name });
  });

  test('an item that is not there is not there', async () => {
    await expect(client.send(new GetOpsItemCommand({ OpsItemId: 'oi-0' }))).rejects.toMatchObject({
      name: 'OpsItemNotFoundException',
    });
  });

  test('hands out a SecureString only with decryption, and never writes one down', async () => {
    const get = (Name: string, WithDecryption: boolean): Promise<string | undefined> =>
      client
        .send(new GetParameterCommand({ Name, WithDecryption }))
        .then((answer) => answer.Parameter?.Value);
    expect(await get('/rolecall/slack', true)).toBe('https://hooks.slack.com/services/canary-address');
    expect(await get('/rolecall/slack', false)).not.toContain('hooks.slack.com');
    const put = { Name: '/rolecall/jira', Value: 'canary-parameter', Type: 'SecureString' } as const;
    await client.send(new PutParameterCommand(put));
    await expect(client.send(new PutParameterCommand(put))).rejects.toMatchObject({
      name: 'ParameterAlreadyExists',
    });
    await client.send(new PutParameterCommand({ ...put, Overwrite: true }));
    const both = await client.send(
      new GetParametersCommand({ Names: ['/rolecall/jira', '/nobody'], WithDecryption: true }),
    );
    expect(both).toMatchObject({
      Parameters: [{ Value: 'canary-parameter', Version: 2 }],
      InvalidParameters: ['/nobody'],
    });
    await expect(get('/nobody', true)).rejects.toMatchObject({ name: 'ParameterNotFound' });
    expect(run.kept()).not.toContain('canary');
  });

  test('an order to throttle reaches the SDK as throttling', async () => {
    run.vendors.failures.order({ vendor: 'ops-center', plan: [{ mode: 'status', status: 429 }] });
    await expect(create()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(create()).resolves.toMatch(/^oi-/);
  });
});
