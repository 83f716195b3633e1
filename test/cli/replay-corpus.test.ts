/** Real records, kept beside the project: `ROLECALL_CORPUS` names the folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '../../cli/replay.ts';
import type { ReplayLine } from '../../cli/replay-line.ts';
import { type JsonObject, textAt } from '../../lib/kernel/json.ts';

const corpus = process.env.ROLECALL_CORPUS;
const CANARY = 'CANARY-SESSION-TOKEN-MUST-NEVER-LEAVE';

const recordsIn = (name: string): readonly JsonObject[] => {
  const folder = join(corpus ?? '', 'records', name);
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JsonObject),
  );
};

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No standard input.
}

const replayCorpus = async (json: boolean, folder = 'roles') => {
  let out = '';
  let errors = '';
  const code = await replay({
    paths: [join(corpus ?? '', 'records', folder)],
    everyRole: true,
    json,
    stdin: nothing(),
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      errors += text;
    },
  });
  return { code, out, errors };
};

(corpus === undefined ? describe.skip : describe)('replay over real records (ROLECALL_CORPUS)', () => {
  let lines: readonly ReplayLine[] = [];
  let summary: Record<string, unknown> = {};
  let printed = '';

  beforeAll(async () => {
    const { code, out, errors } = await replayCorpus(true);
    expect([code, errors]).toEqual([0, '']);
    const parsed = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ReplayLine);
    lines = parsed.slice(0, -1);
    summary = parsed.at(-1) as unknown as Record<string, unknown>;
    printed = out + (await replayCorpus(false)).out;
  });

  test('every record is read, and every verdict counted', () => {
    expect(summary).toMatchObject({
      records: 130,
      matched: 123,
      accesses: 107,
      doors: 15,
      doorsRinging: 5,
      joined: 0,
      ignored: 1,
      unreadable: 0,
      problems: 0,
    });
  });

  test('every AssumeRole record that names a role is an access, or the copy of the caller', () => {
    const entries = recordsIn('roles').filter(
      (record) =>
        textAt(record, 'eventSource') === 'sts.amazonaws.com' &&
        textAt(record, 'eventName')?.startsWith('AssumeRole') === true &&
        textAt(record, 'requestParameters', 'roleArn') !== undefined,
    );
    expect(entries.length).toBeGreaterThan(90);
    const wrong = entries.filter((entry) => {
      const line = lines.find(({ eventID }) => eventID === textAt(entry, 'eventID'));
      // The rules name the account in the role's ARN, so the caller's copy does not even reach the code.
      const home = textAt(entry, 'requestParameters', 'roleArn')?.split(':')[4];
      const isCopy = line === undefined && home !== textAt(entry, 'recipientAccountId');
      return line?.verdict !== 'access' && !isCopy;
    });
    expect(wrong.map((entry) => textAt(entry, 'eventID'))).toEqual([]);
  });

  test('role and caller are named wherever the record names them', () => {
    for (const record of recordsIn('roles')) {
      const line = lines.find(({ eventID }) => eventID === textAt(record, 'eventID'));
      if (line?.verdict !== 'access') continue;
      const roleArn = textAt(record, 'requestParameters', 'roleArn');
      if (roleArn !== undefined) expect(line.role?.arn).toBe(roleArn);
      else expect(line.role).not.toBeNull();
      const name = textAt(record, 'userIdentity', 'userName');
      const service = textAt(record, 'userIdentity', 'invokedBy');
      const known = line.caller?.evidence.map(({ value }) => value);
      if (name !== undefined) expect(known).toContain(name);
      else if (service !== undefined) expect(known).toContain(service);
      expect(line.caller?.label).toMatch(/\S/);
    }
  });

  test('only one caller has no name at all, and it is said to be unknown', () => {
    const nameless = lines.filter(
      ({ caller, verdict }) => verdict === 'access' && caller?.certainty === 'unknown',
    );
    expect(nameless.map(({ caller }) => caller?.principalId)).toEqual(['PRINCIPALID']);
  });

  test('no session token and no external id is printed', () => {
    const externalIds = recordsIn('roles').flatMap(
      (record) => textAt(record, 'requestParameters', 'externalId') ?? [],
    );
    expect(printed).toContain('christophe');
    expect([CANARY, ...externalIds].filter((secret) => printed.includes(secret))).toEqual([]);
  });
});

(corpus === undefined ? describe.skip : describe)(
  'replay over real records of doors (ROLECALL_CORPUS)',
  () => {
    let lines: readonly ReplayLine[] = [];
    let summary: Record<string, unknown> = {};
    let printed = '';

    beforeAll(async () => {
      const { code, out, errors } = await replayCorpus(true, 'doors');
      expect([code, errors]).toEqual([0, '']);
      const parsed = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as ReplayLine);
      lines = parsed.slice(0, -1);
      summary = parsed.at(-1) as unknown as Record<string, unknown>;
      printed = out + (await replayCorpus(false, 'doors')).out;
    });

    test('every record is read, and nearly every one is a door', () => {
      expect(summary).toMatchObject({ records: 114, accesses: 0, unreadable: 0, problems: 0 });
      const others = lines.filter(({ verdict }) => verdict !== 'door');
      expect(others.map(({ eventName }) => eventName)).toEqual(['PutBucketVersioning']);
      const ringing = lines.filter(({ door }) => door !== undefined && door.weight !== 'recorded');
      expect(summary).toMatchObject({ doors: lines.length - others.length, doorsRinging: ringing.length });
      expect(ringing.length).toBeGreaterThan(40);
    });

    test('every door says what it is, who it was and whom it lets in', () => {
      for (const { door, verdict, caller, outcome, mfa, time } of lines) {
        if (verdict !== 'door') continue;
        expect(door?.explanation).toMatch(/\w{3}/);
        expect(door?.opens.every((principal) => typeof principal === 'string' && principal !== '')).toBe(
          true,
        );
        expect(caller?.label).toMatch(/\S/);
        expect([outcome, mfa, time].includes(null)).toBe(false);
      }
      expect(lines.filter(({ caller }) => caller?.certainty === 'unknown')).toHaveLength(1);
    });

    test.each([
      [
        'UpdateAssumeRolePolicy',
        'trust',
        ['arn:aws:iam::193672423079:root', 'ec2.amazonaws.com'],
        /account 193672423079, without external ID/,
      ],
      ['ModifySnapshotAttribute', 'sharing', ['098797384747'], /snapshot snap-041993b54a9b3af6f was shared/],
      ['AddPermission20150331v2', 'resource-policy', ['*'], /was opened to everybody/],
      ['StopLogging', 'trail', [], /was stopped/],
    ])('%s that succeeded is a door of its kind, and rings', (eventName, kind, opens, explanation) => {
      const line = lines.find((one) => one.eventName === eventName && one.outcome === 'success');
      expect(line?.door).toMatchObject({ kind, opens, explanation: expect.stringMatching(explanation) });
      expect(line?.door?.weight).not.toBe('recorded');
    });

    test('no secret is printed', () => {
      expect(printed).toContain('backdoor');
      expect(printed).not.toContain(CANARY);
      const secrets = recordsIn('doors').flatMap(
        (record) => textAt(record, 'responseElements', 'credentials', 'sessionToken') ?? [],
      );
      expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
    });
  },
);
