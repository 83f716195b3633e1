import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { replay, type ReplayOptions } from '../../cli/replay.ts';
import type { ReplayLine } from '../../cli/replay-line.ts';
import type { ReplaySummary } from '../../cli/replay-report.ts';
import type { SeenRole } from '../../cli/replay-roles.ts';
import { LOG_LIMITS } from '../../cli/read-log-stream.ts';
import { at, textAt } from '../../lib/kernel/json.ts';
import { harmlessTrustRecord, rootRecord, stopLoggingRecord, trustRecord } from '../support/sample-doors.ts';
import { EVENTS_FOLDER, OWN_STACK, readEventCases } from '../support/event-cases.ts';
import { oneIn } from '../support/rounds.ts';

/** Hundreds of cases, on a machine that has other things to do. */
const configurationText = readFileSync(join(EVENTS_FOLDER, 'rolecall.yml'), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-replay-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No standard input.
}

const run = async (options: Partial<ReplayOptions>) => {
  let out = '';
  let errors = '';
  const code = await replay({
    paths: [folder],
    configurationText,
    everyRole: false,
    ownStack: OWN_STACK,
    json: true,
    stdin: nothing(),
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      errors += text;
    },
    ...options,
  });
  const printed = (options.json ?? true) ? out.split('\n').filter((line) => line !== '') : [];
  return {
    code,
    out,
    errors,
    lines: printed.slice(0, -1).map((line) => JSON.parse(line) as ReplayLine),
    summary: JSON.parse(printed.at(-1) ?? '{}') as Summary,
  };
};

/** Of kinds of judgement that have no verdict of their own. */
const VERDICTS: ReadonlyMap<string, string> = new Map([
  ['switch-half', 'access'],
  ['caller-copy', 'ignored'],
]);

type Summary = Partial<ReplaySummary> & { readonly roles?: readonly SeenRole[] };

const envelopeText = (name: string): string => {
  const found = readEventCases().find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found.text;
};
const envelope = (name: string) => JSON.parse(envelopeText(name)) as Record<string, unknown>;
const record = (name: string): Record<string, unknown> => envelope(name).detail as Record<string, unknown>;

const USER = 'assume-role/same-account-user-with-mfa';
const OTHER = 'assume-role/cross-account-session';

describe('replay reads logs as they lie', () => {
  const whole = () => JSON.stringify({ Records: [record(USER), record(OTHER)] });

  test.each<[string, string, () => string | Buffer]>([
    ['a compressed CloudTrail file', 'a.json.gz', () => gzipSync(whole())],
    [
      'a compressed file of several members',
      'a.json.gz',
      () => Buffer.concat([gzipSync(whole().slice(0, 999)), gzipSync(whole().slice(999))]),
    ],
    ['a plain CloudTrail file', 'a.json', whole],
    ['a compressed file without its ending', 'a.json', () => gzipSync(whole())],
    [
      'records in lines',
      'a.jsonl',
      () => [USER, OTHER].map((name) => JSON.stringify(record(name))).join('\n'),
    ],
    ['one envelope and another behind it', 'a.json', () => `${envelopeText(USER)}\n${envelopeText(OTHER)}`],
    ['an array of envelopes', 'a.json', () => JSON.stringify([envelope(USER), envelope(OTHER)])],
    [
      'envelopes in lines',
      'a.json',
      () => [USER, OTHER].map((name) => JSON.stringify(envelope(name))).join('\n'),
    ],
    [
      'the answer of lookup-events',
      'a.json',
      () =>
        JSON.stringify({
          Events: [USER, OTHER].map((name) => ({ CloudTrailEvent: JSON.stringify(record(name)) })),
        }),
    ],
    ['a file that begins with a byte order mark', 'a.json', () => `\ufeff${whole()}`],
  ])('%s', async (_name, file, content) => {
    put(file, content());
    const { code, lines, summary } = await run({});
    expect(code).toBe(0);
    expect(lines.map((line) => [line.verdict, line.caller?.label])).toEqual([
      ['access', 'alice'],
      ['access', 'jane.doe@northwind.example'],
    ]);
    expect(summary).toMatchObject({
      records: 2,
      matched: 2,
      accesses: 2,
      ignored: 0,
      unreadable: 0,
      problems: 0,
    });
  });

  test('folders, in the order of their names, without what is no log and without circles', async () => {
    put('b/2.json', envelopeText(OTHER));
    put('b/1.json.gz', gzipSync(envelopeText(USER)));
    put('a.txt', 'no log');
    put('c/digest.json.gz', gzipSync(JSON.stringify({ digestS3Bucket: 'x', logFiles: [] })));
    symlinkSync(folder, join(folder, 'circle'));
    const { code, lines, summary } = await run({});
    expect(lines.map((line) => line.caller?.label)).toEqual(['alice', 'jane.doe@northwind.example']);
    expect([code, summary.records]).toEqual([0, 2]);
  });

  test.each([[[]], [['-']]])('the standard input, compressed, byte by byte (paths %j)', async (paths) => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (const byte of gzipSync(envelopeText(USER))) yield Uint8Array.of(byte);
    }
    const { code, lines } = await run({ paths, stdin: bytes() });
    expect([code, lines.length]).toEqual([0, 1]);
  });

  test('bare records are judged as the events EventBridge would have made of them', async () => {
    // What AWS tells without a CloudTrail record stands in no log.
    const cases = readEventCases().filter(({ text, expectation }) => {
      const detail = expectation.rings ? at(JSON.parse(text), 'detail') : undefined;
      return textAt(detail, 'eventName') !== undefined;
    });
    expect(cases.length).toBeGreaterThan(400);
    put('bare.jsonl', cases.map(({ text }) => JSON.stringify(at(JSON.parse(text), 'detail'))).join('\n'));
    const { lines } = await run({});
    const kinds = cases.map(({ name, expectation }) => [name, textAt(expectation.judgement, 'kind') ?? '']);
    expect(cases.map(({ name }, index) => [name, lines[index]?.verdict])).toEqual(
      kinds.map(([name, kind = '']) => [name, VERDICTS.get(kind) ?? kind]),
    );
  });
});

describe('replay meets broken input', () => {
  test('names the file and the line, reads the rest, and answers 1', async () => {
    const path = put('a.jsonl', `{"broken":\n${JSON.stringify(record(USER))}\n`);
    const missing = join(folder, 'missing.json');
    const { code, lines, errors, summary } = await run({ paths: [missing, path] });
    expect([code, lines.length, summary.problems]).toEqual([1, 1, 2]);
    expect(errors).toBe(`${missing}: there is no such file or folder\n${path}:1: is broken JSON\n`);
  });

  test.each<[string, () => Buffer, RegExp]>([
    [
      'cut off',
      () =>
        gzipSync(JSON.stringify({ Records: Array.from({ length: 50 }, () => record(USER)) })).subarray(
          0,
          -400,
        ),
      /ends early/,
    ],
    [
      'damaged',
      () => {
        const bytes = gzipSync(JSON.stringify({ Records: [record(USER)] }));
        bytes.writeUInt32LE(1, bytes.length - 8);
        return bytes;
      },
      /damaged/,
    ],
  ])('a compressed file that is %s is named', async (_name, content, reason) => {
    put('a.json.gz', content());
    const { code, errors } = await run({});
    expect(code).toBe(1);
    expect(errors).toMatch(reason);
  });

  test('a file that inflates beyond the limit is left, and the next one is read', async () => {
    put('a.json.gz', gzipSync(`${' '.repeat(3_000_000)}${envelopeText(USER)}`));
    put('b.json', envelopeText(USER));
    const limits = { ...LOG_LIMITS, inflatedBytes: 1024 * 1024 };
    const { code, lines, errors } = await run({ limits });
    expect([code, lines.length]).toEqual([1, 1]);
    expect(errors).toMatch(/a\.json\.gz:1: it inflates to more than 1 MB; the rest was left out/);
  });

  test('many problems of one file are counted after the first few', async () => {
    put('a.jsonl', 'x\n'.repeat(500));
    const { errors } = await run({});
    expect(errors.split('\n')).toHaveLength(LOG_LIMITS.problems + 2);
    expect(errors).toContain('and 480 more problems in this file');
  });

  test('JSON that is no record is named', async () => {
    put('a.json', '{"hello":"world"}');
    const { code, errors } = await run({});
    expect(code).toBe(1);
    expect(errors).toContain('a.json:1: is no CloudTrail record');
  });

  test('a wrong configuration, or none, is 2 and says what is wrong', async () => {
    expect(await run({ configurationText: 'version: 7' })).toMatchObject({ code: 2, out: '' });
    const none = await run({ configurationText: undefined });
    expect([none.code, none.errors]).toEqual([2, expect.stringContaining('--every-role')]);
  });
});

describe('what replay says', () => {
  test('one line of JSON holds what was decided', async () => {
    put('a.json', envelopeText(OTHER));
    const [line] = (await run({})).lines;
    expect(line).toMatchObject({
      eventName: 'AssumeRole',
      verdict: 'access',
      reason:
        'The role is designated: Production administrator. It was recorded in eu-central-1, where no rule listens.',
      outcome: 'success',
      role: { arn: 'arn:aws:iam::111122223333:role/prod-admin', account: '111122223333', name: 'prod-admin' },
      caller: {
        label: 'jane.doe@northwind.example',
        certainty: 'claimed',
        type: 'other-account',
        account: '777788889999',
        principalId: 'AROAEXAMPLECALLER001:jane.doe@northwind.example',
      },
      session: { name: 'deploy', expires: '2026-11-20T10:15:00.000Z' },
      mfa: 'not-recorded',
      owner: 'platform-team',
      destinations: ['platform-mail', 'platform-slack', 'acme-mail'],
    });
    expect(line?.session?.accessKeyId).toMatch(/^ASIAEXAMPLE/);
    expect(line?.observations.map(({ code }) => code)).toEqual(['chained-session']);
  });

  test.each([
    ['in order', ['switch-role/console-assume-role-half', 'switch-role/console-sign-in-half']],
    ['in reverse', ['switch-role/console-sign-in-half', 'switch-role/console-assume-role-half']],
  ])('the halves of a console role switch are joined %s', async (_name, names) => {
    put('a.json', envelopeText(names[0] ?? ''));
    put('b.json', envelopeText(USER));
    put('c.json', envelopeText(names[1] ?? ''));
    const { lines, summary } = await run({});
    const [entry, half] = ['AssumeRole', 'SwitchRole'].map((event) =>
      lines.find((line) => line.eventName === event && line.caller?.label === 'bob.miller'),
    );
    expect(entry).toMatchObject({
      verdict: 'access',
      caller: { certainty: 'resolved' },
      joinedTo: half?.eventID,
    });
    expect(half).toMatchObject({ verdict: 'access', joinedTo: entry?.eventID });
    expect(half?.reason).toContain('joined');
    expect(lines.map((line) => line.caller?.label)).toEqual(['bob.miller', 'alice', 'bob.miller']);
    expect(summary).toMatchObject({ accesses: 3, joined: 1 });
  });

  test('a half without the other would have rung alone', async () => {
    put('a.json', envelopeText('switch-role/console-sign-in-half'));
    const [line] = (await run({})).lines;
    expect(line?.reason).toContain('alone after 15 minutes');
    expect(line).not.toHaveProperty('joinedTo');
  });

  test('the table is for people: one row per access, ignored records counted', async () => {
    put('a.json', envelopeText(USER));
    put('b.json', envelopeText('denied/same-account-undesignated-role'));
    const { out } = await run({ json: false });
    expect(out).toMatch(
      /2026-11-20 09:15:00 {2}success {5}111122223333 {2}prod-admin .*alice \(asserted\).* yes /,
    );
    expect(out).toContain('2 records read, 2 matched by a rule: 1 access would have rung');
    expect(out).toContain('1 ignored: The role is not designated in rolecall.yml.');
  });

  test('nothing is said in many words when nothing would have rung', async () => {
    put('a.json', envelopeText('not-ours/undesignated-role'));
    const { out, code } = await run({ json: false });
    expect([code, out.startsWith('Nothing would have rung.')]).toEqual([0, true]);
  });

  test.each([true, false])(
    'no control character and no bidirectional override reaches the terminal (json: %s)',
    async (json) => {
      const event = envelope('hostile/saml-subject');
      const detail = event.detail as {
        userIdentity: Record<string, unknown>;
        requestParameters: Record<string, unknown>;
      };
      detail.userIdentity.userName = '\u001b[31mred\u009b2J\u202e\u2028\u0007\ud800';
      put('\u001b]0;x\u0007.jsonl', `${JSON.stringify(event)}\nbroken\n`);
      const { out, errors } = await run({ json, everyRole: true });
      expect(out).toContain('red');
      expect(errors).toContain('is no JSON object');
      expect(`${out}${errors}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    },
  );

  test('progress is shown while it runs and taken away at the end', async () => {
    put('a.jsonl', `${JSON.stringify(record('not-ours/undesignated-role'))}\n`.repeat(5000));
    const shown: string[] = [];
    await run({ progress: (text) => shown.push(text) });
    expect(shown[0]).toContain('5000 records');
    expect(shown.at(-1)).toBe('');
  });

  test('no secret of any event is printed', async () => {
    const cases = oneIn(4, readEventCases());
    for (const { name, text } of cases) put(`${name}.json`, text);
    const secrets = [...new Set(cases.flatMap(({ expectation }) => expectation.mustNotAppear))];
    for (const json of [true, false]) {
      for (const everyRole of [true, false]) {
        const { out, errors } = await run({ json, everyRole });
        expect(out.length).toBeGreaterThan(1000);
        expect(secrets.filter((secret) => `${out}${errors}`.includes(secret))).toEqual([]);
      }
    }
  });
});

describe('doors in a replay', () => {
  const found = () => [trustRecord(), harmlessTrustRecord({ eventID: 'event-harmless' })];

  test('say as JSON what they are, whom they let in, and whether they ring', async () => {
    put('doors.json', JSON.stringify({ Records: found() }));
    const { lines, summary } = await run({});
    expect(lines[0]).toMatchObject({
      eventID: 'event-door',
      verdict: 'door',
      outcome: 'success',
      caller: { label: 'alice', certainty: 'asserted', type: 'iam-user', account: '111122223333' },
      mfa: 'not-recorded',
      owner: 'platform-team',
      destinations: ['platform-mail', 'platform-slack', 'acme-mail'],
      door: {
        kind: 'trust',
        explanation: expect.stringMatching(/^role prod-admin .* account 999999999999, without external ID/),
        opens: ['arn:aws:iam::999999999999:root'],
        weight: 'urgent',
        subject: { type: 'role', name: 'prod-admin' },
        account: '111122223333',
      },
    });
    expect(lines[1]).toMatchObject({ verdict: 'door', door: { weight: 'recorded' }, destinations: [] });
    expect(summary).toMatchObject({ doors: 2, doorsRinging: 1, accesses: 0, ignored: 0 });
  });

  test('stand in the table with what they open; those that ring for nobody are counted', async () => {
    put('doors.json', JSON.stringify({ Records: found() }));
    const { out } = await run({ json: false });
    expect(out).toMatch(/ 111122223333 {2}door: trust {2,}alice \(asserted\) /);
    expect(out).toMatch(
      /\n {4}role prod-admin was given a new trust policy and can now be assumed by account 999/,
    );
    expect(out).not.toContain('batch');
    expect(out).toContain('0 accesses and 1 door would have rung, 1 door recorded and not told, ');
  });

  test('are found without a configuration, whatever service they are of', async () => {
    put('doors.json', JSON.stringify({ Records: [...found(), stopLoggingRecord(), rootRecord()] }));
    const { lines } = await run({ everyRole: true });
    expect(lines.map(({ door }) => door?.kind)).toEqual(['trust', 'trust', 'trail', 'root']);
  });

  test('say when no rule listens where they were recorded', async () => {
    put('doors.json', JSON.stringify({ Records: [stopLoggingRecord({ awsRegion: 'eu-west-3' })] }));
    const { lines, summary } = await run({});
    expect(lines[0]?.reason).toContain('It was recorded in eu-west-3, where no rule listens.');
    expect(summary.notCovered).toEqual({ 'eu-west-3': 1 });
  });

  test('of Rolecall itself are known by the name of its stack', async () => {
    const record = {
      ...stopLoggingRecord(),
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'DeleteTable',
      requestParameters: { tableName: 'rolecall-prod-HistoryTable-1ABC' },
    };
    put('doors.json', JSON.stringify({ Records: [record] }));
    expect((await run({})).lines[0]?.door).toMatchObject({ kind: 'rolecall', weight: 'urgent' });
    expect((await run({ ownStack: 'other' })).lines[0]?.door?.weight).not.toBe('urgent');
  });
});

describe('replay with every role', () => {
  test('needs no configuration and covers other partitions', async () => {
    for (const name of ['aws-cn', 'aws-us-gov', 'aws-us-gov-denied']) {
      put(`${name}.json`, envelopeText(`partitions/${name}`));
    }
    const { lines } = await run({ everyRole: true, configurationText: undefined });
    expect(
      lines.map((line) => [line.verdict, line.outcome, line.role?.arn.split(':')[1], line.owner]),
    ).toEqual([
      ['access', 'success', 'aws-cn', 'everybody'],
      ['access', 'denied', 'aws-us-gov', 'everybody'],
      ['access', 'success', 'aws-us-gov', 'everybody'],
    ]);
  });

  test('ends with the roles to copy, those that only services take commented out', async () => {
    put('a.jsonl', `${JSON.stringify(record(USER))}\n${JSON.stringify(record(OTHER))}\n`);
    put('b.json', envelopeText('service/ec2-instance'));
    put('c.json', envelopeText('denied/same-account-designated-role'));
    const { out } = await run({ everyRole: true, json: false });
    expect(out).toContain(
      "\nroles:\n  - {arn: 'arn:aws:iam::111122223333:role/prod-admin', name: 'prod-admin'}  # 2 entries, 1 denied: alice (asserted), jane.doe@northwind.example (claimed)\n" +
        "  # - {arn: 'arn:aws:iam::111122223333:role/prod-web', name: 'prod-web'}  # 1 entry: Amazon EC2 instance i-0123456789abcdef0 (asserted)\n",
    );
    const { summary } = await run({ everyRole: true });
    expect(summary.roles?.[0]).toMatchObject({ entries: 2, denied: 1, name: 'prod-admin' });
  });
});
