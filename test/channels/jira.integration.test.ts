import { createHash } from 'node:crypto';
import { makeEffects } from './effects.ts';
import { jiraCase } from './http-cases.ts';
import { open } from './kit.ts';
import { digestOf, doubtful, FIRST, followUp, ownerNotification } from './notifications.ts';
import { json, type Receiver, type Reply, startReceiver } from './receiver.ts';

const issue = (key: string, created: string, status = 'new') => ({
  key,
  fields: { created, status: { statusCategory: { key: status } } },
});
const doneStep = { id: '31', name: 'Done', to: { statusCategory: { key: 'done' } } };
const wontDo = { id: '41', name: "Won't do", to: { statusCategory: { key: 'done' } } };
const startStep = { id: '11', name: 'Start', to: { statusCategory: { key: 'indeterminate' } } };

describe('Jira', () => {
  let receiver: Receiver;
  const destination = () =>
    open({ id: 'tickets', ...jiraCase }, makeEffects({ http: receiver.http, secrets: jiraCase.secrets }));
  const calls = () =>
    receiver.received.map(({ method, url }) => `${method} ${url.pathname.replace('/rest/api/3', '')}`);
  const bodyOf = (call: string): unknown =>
    JSON.parse(receiver.received[calls().indexOf(call)]?.body ?? 'null');
  const answerBy = (answers: Readonly<Record<string, () => Reply>>): void => {
    receiver.answer = ({ method, url }) =>
      answers[`${method} ${url.pathname.replace('/rest/api/3', '')}`]?.() ?? { status: 404 };
  };

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer = () => jiraCase.yes;
  });

  it('opens an issue with a label that can be searched and says nothing', async () => {
    expect(await destination().send(ownerNotification, FIRST)).toEqual({
      kind: 'sent',
      reference: 'OPS-7',
      url: 'https://acme.atlassian.net/browse/OPS-7',
    });
    expect(calls()).toEqual(['POST /issue']);
    expect(receiver.received[0]?.headers['authorization']).toBe(
      `Basic ${Buffer.from('bot@example.com:ATATT-cAnArYcAnArY').toString('base64')}`,
    );
    expect(bodyOf('POST /issue')).toMatchObject({
      fields: {
        project: { key: 'OPS' },
        issuetype: { name: 'Task' },
        summary: ownerNotification.title,
        labels: [expect.stringMatching(/^rolecall-[0-9a-f]{20}$/) as string],
        description: { type: 'doc', version: 1 },
      },
    });
  });

  it('writes the sentence, a table of facts and the links', async () => {
    await destination().send(ownerNotification, FIRST);
    const { fields } = bodyOf('POST /issue') as { fields: { description: { content: { type: string }[] } } };
    expect(fields.description.content.map(({ type }) => type)).toEqual(['paragraph', 'table', 'paragraph']);
    const words = JSON.stringify(fields.description);
    for (const text of [
      ownerNotification.sentence,
      'From where',
      '198.51.100.7',
      ' (chosen by the caller)',
    ]) {
      expect(words).toContain(JSON.stringify(text));
    }
  });

  it('finds the issue of a doubtful attempt by its label and makes no second one', async () => {
    await destination().send(ownerNotification, FIRST);
    const { fields } = bodyOf('POST /issue') as { fields: { labels: readonly string[] } };
    receiver.received.length = 0;
    answerBy({
      'POST /search/jql': () => json({ issues: [issue('OPS-7', '2026-11-22T09:59:30.000+0000')] }),
    });
    expect(await destination().send(ownerNotification, doubtful(30))).toEqual({
      kind: 'sent',
      reference: 'OPS-7',
      url: 'https://acme.atlassian.net/browse/OPS-7',
      found: true,
    });
    expect(calls()).toEqual(['POST /search/jql']);
    expect(bodyOf('POST /search/jql')).toMatchObject({
      jql: `labels = "${fields.labels[0]}" ORDER BY created ASC`,
      fields: ['created', 'status'],
    });
  });

  it('waits for the search while the doubt is young', async () => {
    answerBy({ 'POST /search/jql': () => json({ issues: [] }), 'POST /issue': () => jiraCase.yes });
    expect(await destination().send(ownerNotification, doubtful(119))).toMatchObject({
      kind: 'retry',
      code: 'search-pending',
      retryAfterSeconds: 15,
    });
    expect(calls()).toEqual(['POST /search/jql']);
  });

  it('opens the issue when the search has had its time', async () => {
    answerBy({ 'POST /search/jql': () => json({ issues: [] }), 'POST /issue': () => jiraCase.yes });
    expect(await destination().send(ownerNotification, doubtful(120))).toMatchObject({
      kind: 'sent',
      reference: 'OPS-7',
    });
    expect(calls()).toEqual(['POST /search/jql', 'POST /issue']);
  });

  it.each([
    [{ status: 200, body: '<html>' }, 'answer-not-understood'],
    [json({ total: 0 }), 'answer-not-understood'],
    [{ status: 503 }, 'vendor-failed'],
    [{ status: 401 }, 'refused-for-now'],
  ])('opens nothing while it cannot search', async (reply, code) => {
    answerBy({ 'POST /search/jql': () => reply, 'POST /issue': () => jiraCase.yes });
    expect(await destination().send(ownerNotification, doubtful(600))).toMatchObject({ code });
    expect(calls()).toEqual(['POST /search/jql']);
  });

  it('keeps the oldest of several issues, and links and closes the others', async () => {
    answerBy({
      'POST /search/jql': () =>
        json({
          issues: [
            issue('OPS-10', '2026-11-22T09:59:50.000+0000'),
            issue('OPS-9', '2026-11-22T09:59:40.000+0000'),
            issue('OPS-11', '2026-11-22T09:59:55.000+0000', 'done'),
          ],
        }),
      'POST /issueLink': () => ({ status: 201 }),
      'GET /issue/OPS-10/transitions': () => json({ transitions: [startStep, wontDo, doneStep] }),
      'POST /issue/OPS-10/transitions': () => ({ status: 204 }),
    });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({
      reference: 'OPS-9',
      found: true,
    });
    expect(bodyOf('POST /issueLink')).toEqual({
      type: { name: 'Duplicate' },
      inwardIssue: { key: 'OPS-10' },
      outwardIssue: { key: 'OPS-9' },
    });
    expect(bodyOf('POST /issue/OPS-10/transitions')).toEqual({ transition: { id: '31' } });
    expect(calls().filter((call) => call.includes('OPS-11'))).toEqual([]);
  });

  it('comments on a duplicate where linking is not possible, and is content all the same', async () => {
    answerBy({
      'POST /search/jql': () =>
        json({
          issues: [
            issue('OPS-9', '2026-11-22T09:59:40.000+0000'),
            issue('OPS-10', '2026-11-22T09:59:40.000+0000'),
          ],
        }),
      'POST /issueLink': () => ({ status: 404 }),
      'POST /issue/OPS-10/comment': () => ({ status: 500 }),
    });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({ reference: 'OPS-9' });
    expect(JSON.stringify(bodyOf('POST /issue/OPS-10/comment'))).toContain('Duplicate of OPS-9.');
  });

  it.each([
    [{ 'retry-after': '40', 'x-ratelimit-reset': '2026-11-22T10:05Z' }, 40],
    [{ 'x-ratelimit-reset': '2026-11-22T10:01Z' }, 60],
    [{ 'x-ratelimit-reset': '1795341690' }, 90],
    [{ 'x-ratelimit-reset': 'later' }, undefined],
  ])('waits as a limited Jira asks: %j', async (headers, seconds) => {
    receiver.answer = () => ({ status: 429, headers });
    const outcome = await destination().send(ownerNotification, FIRST);
    expect(outcome).toMatchObject({ kind: 'retry', code: 'rate-limited' });
    expect(outcome.kind === 'retry' ? outcome.retryAfterSeconds : null).toBe(seconds);
  });

  it('comments on the issue when there is more to say', async () => {
    answerBy({ 'POST /issue/OPS-7/comment': () => json({ id: '1' }, 201) });
    expect(await destination().update?.('OPS-7', followUp, FIRST)).toMatchObject({
      kind: 'sent',
      reference: 'OPS-7',
    });
    expect(calls()).toEqual(['POST /issue/OPS-7/comment']);
    expect(bodyOf('POST /issue/OPS-7/comment')).toMatchObject({
      body: { type: 'doc', version: 1 },
      properties: [
        { key: 'rolecall', value: { delivery: expect.stringMatching(/^rolecall-[0-9a-f]{20}$/) as string } },
      ],
    });
    expect(JSON.stringify(bodyOf('POST /issue/OPS-7/comment'))).toContain(followUp.news.sentence);
  });

  const mark = `rolecall-${createHash('sha256').update(FIRST.deliveryId).digest('hex').slice(0, 20)}`;
  const commented = (value: unknown) => ({
    'GET /issue/OPS-7/comment': () => json({ comments: [{ id: '11' }, { id: '12' }] }),
    'POST /comment/list': () =>
      json({
        values: [
          { id: '11', properties: [] },
          { id: '12', properties: [{ key: 'rolecall', value }] },
        ],
      }),
    'POST /issue/OPS-7/comment': () => json({ id: '13' }, 201),
  });

  it('finds the comment of a doubtful attempt and writes no second one', async () => {
    answerBy(commented({ delivery: mark }));
    expect(await destination().update?.('OPS-7', followUp, doubtful(30))).toMatchObject({
      kind: 'sent',
      reference: 'OPS-7',
      found: true,
    });
    expect(calls()).toEqual(['GET /issue/OPS-7/comment', 'POST /comment/list']);
    expect(receiver.received[0]?.url.search).toBe('?orderBy=-created&maxResults=100');
    expect(receiver.received[1]?.url.search).toBe('?expand=properties');
    expect(bodyOf('POST /comment/list')).toEqual({ ids: [11, 12] });
  });

  it.each([
    ['carries another delivery', commented({ delivery: 'rolecall-another' })],
    ['is there', { ...commented({}), 'GET /issue/OPS-7/comment': () => json({ comments: [] }) }],
  ])('comments after a doubtful attempt when no comment of it %s', async (_what, answers) => {
    answerBy(answers);
    expect(await destination().update?.('OPS-7', followUp, doubtful(30))).toMatchObject({ kind: 'sent' });
    expect(calls().at(-1)).toBe('POST /issue/OPS-7/comment');
  });

  it.each([
    [{ 'GET /issue/OPS-7/comment': () => ({ status: 503 }) }, 'vendor-failed'],
    [{ 'GET /issue/OPS-7/comment': () => ({ status: 200, body: '<html>' }) }, 'answer-not-understood'],
    [{ 'POST /comment/list': () => ({ status: 500 }) }, 'vendor-failed'],
    [{ 'POST /comment/list': () => json({}) }, 'answer-not-understood'],
  ])('comments nothing while it cannot read the comments', async (answer, code) => {
    answerBy({ ...commented({}), ...answer });
    expect(await destination().update?.('OPS-7', followUp, doubtful(30))).toMatchObject({
      kind: 'retry',
      code,
    });
    expect(calls()).not.toContain('POST /issue/OPS-7/comment');
  });

  describe('told a later word with another title', () => {
    const named = {
      ...followUp,
      edited: { ...followUp.edited, title: 'Alice Miller entered' },
      titles: [ownerNotification.title],
    };
    const called = (summary: string) => ({
      'GET /issue/OPS-7': () => json({ key: 'OPS-7', fields: { summary } }),
      'PUT /issue/OPS-7': () => ({ status: 204 }),
      'POST /issue/OPS-7/comment': () => json({ id: '1' }, 201),
    });

    it('renames the issue, and comments on it', async () => {
      answerBy(called(ownerNotification.title));
      expect(await destination().update?.('OPS-7', named, FIRST)).toMatchObject({ kind: 'sent' });
      expect(calls()).toEqual(['GET /issue/OPS-7', 'PUT /issue/OPS-7', 'POST /issue/OPS-7/comment']);
      expect(bodyOf('PUT /issue/OPS-7')).toEqual({ fields: { summary: 'Alice Miller entered' } });
    });

    it.each(['false alarm, see OPS-3', 'Alice Miller entered'])(
      'leaves an issue that is called %j as it is',
      async (summary) => {
        answerBy(called(summary));
        expect(await destination().update?.('OPS-7', named, FIRST)).toMatchObject({ kind: 'sent' });
        expect(calls()).toEqual(['GET /issue/OPS-7', 'POST /issue/OPS-7/comment']);
      },
    );

    it.each([400, 403, 404])('comments all the same where it may not edit (%d)', async (status) => {
      answerBy({ ...called(ownerNotification.title), 'PUT /issue/OPS-7': () => ({ status }) });
      expect(await destination().update?.('OPS-7', named, FIRST)).toMatchObject({ kind: 'sent' });
      expect(calls().at(-1)).toBe('POST /issue/OPS-7/comment');
    });

    it.each(['GET /issue/OPS-7', 'PUT /issue/OPS-7'])(
      'comes again before it has commented when %s fails for now',
      async (call) => {
        answerBy({ ...called(ownerNotification.title), [call]: () => ({ status: 503 }) });
        expect(await destination().update?.('OPS-7', named, FIRST)).toMatchObject({ kind: 'retry' });
        expect(calls()).not.toContain('POST /issue/OPS-7/comment');
      },
    );
  });

  it('opens an issue for a later word when somebody has deleted the first', async () => {
    answerBy({ 'POST /issue': () => jiraCase.yes });
    expect(await destination().update?.('OPS-3', followUp, FIRST)).toMatchObject({
      kind: 'sent',
      reference: 'OPS-7',
    });
    expect(bodyOf('POST /issue')).toMatchObject({ fields: { summary: followUp.news.title } });
  });

  it('opens nothing for a quiet word about an issue that is gone', async () => {
    answerBy({ 'POST /issue': () => jiraCase.yes });
    const quiet = { ...followUp, quiet: true } as const;
    expect(await destination().update?.('OPS-3', quiet, FIRST)).toEqual({ kind: 'sent', unsaid: true });
    expect(calls()).not.toContain('POST /issue');
  });

  it('shows all twenty of a digest', async () => {
    await destination().send(digestOf(ownerNotification.title), FIRST);
    const words = JSON.stringify(bodyOf('POST /issue'));
    expect(words.match(/alice entered/g)).toHaveLength(20);
  });

  it('closes the issue with a word, by whatever step leads to a done status', async () => {
    answerBy({
      'GET /issue/OPS-7/transitions': () => json({ transitions: [startStep, wontDo] }),
      'POST /issue/OPS-7/transitions': () => ({ status: 204 }),
      'POST /issue/OPS-7/comment': () => json({ id: '1' }, 201),
    });
    expect(await destination().close?.('OPS-7', 'Explained by bob.')).toMatchObject({ kind: 'sent' });
    expect(bodyOf('POST /issue/OPS-7/transitions')).toEqual({ transition: { id: '41' } });
    expect(JSON.stringify(bodyOf('POST /issue/OPS-7/comment'))).toContain('Explained by bob.');
  });

  it('only adds the word to an issue that is closed already', async () => {
    answerBy({
      'GET /issue/OPS-7/transitions': () => json({ transitions: [startStep] }),
      'GET /issue/OPS-7': () => json(issue('OPS-7', '2026-11-22T09:59:40.000+0000', 'done')),
      'POST /issue/OPS-7/comment': () => json({ id: '1' }, 201),
    });
    expect(await destination().close?.('OPS-7', 'Explained.')).toMatchObject({ kind: 'sent' });
  });

  it('says so when the workflow leads to no done status', async () => {
    answerBy({
      'GET /issue/OPS-7/transitions': () => json({ transitions: [startStep] }),
      'GET /issue/OPS-7': () => json(issue('OPS-7', '2026-11-22T09:59:40.000+0000')),
      'POST /issue/OPS-7/comment': () => json({ id: '1' }, 201),
    });
    expect(await destination().close?.('OPS-7', 'Explained.')).toMatchObject({
      kind: 'rejected',
      code: 'message-refused',
    });
  });

  it.each(['../../etc', 'OPS-7/../8', 'C1:1.2', ''])(
    'asks nothing about %j, which is no issue',
    async (key) => {
      expect(await destination().update?.(key, followUp, FIRST)).toMatchObject({ kind: 'rejected' });
      expect(await destination().close?.(key, 'words')).toMatchObject({ kind: 'rejected' });
      expect(receiver.received).toEqual([]);
    },
  );
});
