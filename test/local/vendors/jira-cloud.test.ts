import { adf, issueFields, jiraSite, underTest, type UnderTest } from './vendors-under-test.ts';

const refusedFields: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['no summary', { summary: '' }, 'You must specify a summary of the issue.'],
  ['a summary of 256', { summary: 'a'.repeat(256) }, "Summary can't exceed 255 characters."],
  ['a line break in the summary', { summary: 'a\nb' }, 'contains newline characters'],
  ['a label with a space', { labels: ['a b'] }, 'contains spaces which is invalid'],
  ['a label of 256', { labels: ['a'.repeat(256)] }, 'exceeds 255 characters'],
  ['a project that is not there', { project: { key: 'NO' } }, 'Specify a valid project ID or key'],
  ['an unknown type', { issuetype: { name: 'Wish' } }, 'Specify a valid issue type'],
  ['an unknown priority', { priority: { name: 'P1' } }, 'The priority selected is invalid.'],
  ['an unknown field', { colour: 'red' }, "Field 'colour' cannot be set."],
  ['a description in plain text', { description: 'text' }, 'must be an Atlassian Document'],
  ['a description above 32,767 characters', { description: adf('a'.repeat(32_768)) }, '32,767 characters'],
  ['an empty text node', { description: adf('') }, 'INVALID_INPUT'],
  [
    'an unknown node',
    { description: { type: 'doc', version: 1, content: [{ type: 'marquee' }] } },
    'INVALID_INPUT',
  ],
  [
    'text outside a paragraph',
    { description: { type: 'doc', version: 1, content: [{ type: 'text', text: 'a' }] } },
    'INVALID_INPUT',
  ],
  ['a document without version', { description: { type: 'doc', content: [] } }, 'INVALID_INPUT'],
];

describe('Jira Cloud', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest({ jiraSearchDelayMs: 5000 });
  });
  afterEach(() => run.vendors.close());

  test('opens an issue and gives it back', async () => {
    const made = await run.jira('POST', '/issue', issueFields({ labels: ['rolecall-1'] }));
    expect(made).toMatchObject({ status: 201, json: { key: 'SEC-1' } });
    const issue = await run.jira('GET', '/issue/SEC-1');
    expect(issue.json).toMatchObject({
      key: 'SEC-1',
      fields: { labels: ['rolecall-1'], status: { name: 'To Do' } },
    });
  });

  test.each(refusedFields)('refuses %s', async (_what, fields, sentence) => {
    const answer = await run.jira('POST', '/issue', issueFields(fields));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(JSON.stringify(sentence).slice(1, -1));
    expect(run.vendors.messages()).toMatchObject([{ verdict: { outcome: 'refused' } }]);
  });

  test('wants an address and a token', async () => {
    const answer = await run.post(`${jiraSite}/issue`, issueFields());
    expect(answer.status).toBe(401);
    expect((await run.post(`${jiraSite}/issue`, {}, { authorization: 'Bearer x' })).status).toBe(401);
  });

  test('finds a new issue only after a while, unless it is named for reconciliation', async () => {
    const made = await run.jira('POST', '/issue', issueFields({ labels: ['rolecall-1'] }));
    const search = (extra: Record<string, unknown> = {}): Promise<unknown> =>
      run
        .jira('POST', '/search/jql', {
          jql: 'project = SEC AND labels = "rolecall-1"',
          fields: ['status'],
          ...extra,
        })
        .then((answer) => answer.json['issues']);
    expect(await search()).toEqual([]);
    expect(await search({ reconcileIssues: [Number(made.json['id'])] })).toHaveLength(1);
    run.pass(5000);
    expect(await search()).toMatchObject([{ key: 'SEC-1', fields: { status: { name: 'To Do' } } }]);
  });

  test('gives only the fields that were asked for, in pages by token', async () => {
    for (let count = 0; count < 3; count += 1) await run.jira('POST', '/issue', issueFields());
    run.pass(5000);
    const first = await run.jira('POST', '/search/jql', { jql: 'project = SEC', maxResults: 2 });
    expect(first.json).toMatchObject({ isLast: false, issues: [{ key: 'SEC-3' }, { key: 'SEC-2' }] });
    expect(first.text).not.toContain('"fields"');
    const token = encodeURIComponent(String(first.json['nextPageToken']));
    const second = await run.jira(
      'GET',
      `/search/jql?jql=project%20%3D%20SEC&maxResults=2&fields=summary&nextPageToken=${token}`,
    );
    expect(second.json).toMatchObject({
      isLast: true,
      issues: [{ key: 'SEC-1', fields: { summary: expect.any(String) } }],
    });
    const oldest = await run.jira('POST', '/search/jql', {
      jql: 'project = SEC ORDER BY created ASC',
      maxResults: 1,
    });
    expect(oldest.json).toMatchObject({ issues: [{ key: 'SEC-1' }] });
  });

  test('refuses the old search, an unbounded one, and the old way to page', async () => {
    expect((await run.jira('POST', '/search', { jql: 'project = SEC' })).status).toBe(410);
    const unbounded = await run.jira('POST', '/search/jql', { jql: 'ORDER BY created' });
    expect(unbounded).toMatchObject({ status: 400 });
    expect(unbounded.text).toContain('Unbounded JQL');
    expect((await run.jira('POST', '/search/jql', { jql: 'project = SEC', startAt: 0 })).status).toBe(400);
    expect((await run.jira('POST', '/search/jql', { jql: 'colour = red' })).text).toContain('does not exist');
  });

  test('finds by entity property and by status category', async () => {
    await run.jira('POST', '/issue', {
      ...issueFields(),
      properties: [{ key: 'rolecall', value: { deliveryId: 'd-1' } }],
    });
    run.pass(5000);
    const found = async (jql: string): Promise<unknown> =>
      (await run.jira('POST', '/search/jql', { jql })).json['issues'];
    expect(
      await found('issue.property[rolecall].deliveryId = "d-1" AND statusCategory != Done'),
    ).toHaveLength(1);
    expect(await found('issue.property[rolecall].deliveryId = "d-2"')).toHaveLength(0);
    expect(await found('labels in (a, "b and c") AND project = SEC')).toHaveLength(0);
  });

  test('takes comments, edits, moves and links, and the page shows them', async () => {
    await run.jira('POST', '/issue', issueFields());
    await run.jira('POST', '/issue', issueFields({ summary: 'the duplicate' }));
    expect((await run.jira('POST', '/issue/SEC-1/comment', { body: adf('Explained by Bob') })).status).toBe(
      201,
    );
    expect((await run.jira('POST', '/issue/SEC-1/comment', { body: 'plain' })).status).toBe(400);
    expect((await run.jira('PUT', '/issue/SEC-1', { fields: { summary: 'Better words' } })).status).toBe(204);
    const offered = await run.jira('GET', '/issue/SEC-1/transitions');
    expect(offered.text).toContain('"name":"Done"');
    expect((await run.jira('POST', '/issue/SEC-1/transitions', { transition: { id: '31' } })).status).toBe(
      204,
    );
    expect((await run.jira('POST', '/issue/SEC-1/transitions', { transition: { id: '99' } })).status).toBe(
      400,
    );
    const link = {
      type: { name: 'Duplicate' },
      inwardIssue: { key: 'SEC-2' },
      outwardIssue: { key: 'SEC-1' },
    };
    expect((await run.jira('POST', '/issueLink', link)).status).toBe(201);
    expect((await run.jira('POST', '/issueLink', { ...link, type: { name: 'Marries' } })).status).toBe(404);
    const issue = await run.jira('GET', '/issue/SEC-1');
    expect(issue.json).toMatchObject({
      fields: { summary: 'Better words', status: { statusCategory: { key: 'done' } } },
    });
    const page = await run.page('/?kind=ticket');
    for (const words of ['Better words', 'Explained by Bob', '>Done<', 'Duplicate SEC-1'])
      expect(page).toContain(words);
  });

  test('knows its projects and nobody else’s issues', async () => {
    expect((await run.jira('GET', '/project/SEC')).json).toMatchObject({ key: 'SEC' });
    expect((await run.jira('GET', '/project/NO')).status).toBe(404);
    expect((await run.jira('GET', '/issue/SEC-9')).status).toBe(404);
  });

  test('limits writes to one issue and says so in its headers', async () => {
    await run.jira('POST', '/issue', issueFields());
    let limited = await run.jira('POST', '/issue/SEC-1/comment', { body: adf('a') });
    for (let count = 0; count < 25 && limited.status === 201; count += 1) {
      limited = await run.jira('POST', '/issue/SEC-1/comment', { body: adf('a') });
    }
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('1');
    expect(limited.headers.get('ratelimit-reason')).toBe('jira-per-issue-on-write');
    expect(limited.headers.get('x-ratelimit-reset')).toBe('2026-11-22T14:00Z');
  });
});
