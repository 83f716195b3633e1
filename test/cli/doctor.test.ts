import { check } from '../../cli/check.ts';
import { doctor, exitCodeOf } from '../../cli/doctor.ts';
import { SurveyRefused, type Survey } from '../../lib/history/survey.ts';
import { examine } from '../../lib/usecases/examine/examine.ts';
import type { Examination } from '../../lib/usecases/examine/examination.ts';
import { SAMPLE } from '../config/sample-configuration.ts';
import {
  examination,
  roleNamed,
  rules,
  trail,
  wellMarks,
  wellSurvey,
} from '../usecases/examine/well-survey.ts';

const run = async (changes: Partial<Examination> = {}, json = false) => {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  const code = await doctor({ examination: examination(changes), where: 'The stack x', json, write });
  return { code, text: written.join('') };
};

const asked = (survey: Partial<Survey>) => run({ survey: wellSurvey(survey) });

const DENIED = () => Promise.reject(new SurveyRefused('events:ListRules', 'AccessDeniedException'));

it('writes one line for everything that is in order, and answers 0', async () => {
  const { code, text } = await run();
  expect(code).toBe(0);
  expect(text).toMatch(/^The stack x\n\n✓ stack {35}stands \(UPDATE_COMPLETE\)\n/);
  expect(
    text
      .split('\n')
      .slice(2, -3)
      .every((line) => line.startsWith('✓ ')),
  ).toBe(true);
  expect(text).toMatch(/\n\n\d+ ok, 0 warnings, 0 broken, 0 unknown\n$/);
});

it('writes every fault at once, each with what to do and what to type, and answers 1', async () => {
  const { code, text } = await asked({
    trails: async () => [trail({ logging: false })],
    rules: async () => rules().map((rule) => ({ ...rule, state: 'ENABLED' })),
    parameterKind: async () => 'missing',
    regions: async () => [{ name: 'eu-west-1', byDefault: true }],
  });
  expect(code).toBe(1);
  expect(text).toContain('✗ trail of us-east-1                      management is not logging');
  expect(text).toContain(
    '\n    start logging\n    $ aws cloudtrail start-logging --name management --region eu-central-1\n',
  );
  expect(text.match(/^✗ rule /gm)).toHaveLength(4);
  expect(text).toContain('$ aws ssm put-parameter --type SecureString --name /rolecall/url --value ...');
  expect(text).toContain('! Regions ');
  expect(text).toMatch(/\d+ ok, 1 warning, 6 broken, 0 unknown\n$/);
});

it('names a permission that is missing, and answers 2 when nothing is broken', async () => {
  const { code, text } = await asked({ rules: DENIED });
  expect(code).toBe(2);
  expect(text).toContain('could not be looked at: events:ListRules is not allowed (AccessDeniedException)');
  expect(text).toContain('\n    allow events:ListRules\n');
});

it('answers 1 when something is broken besides', async () => {
  expect((await asked({ rules: DENIED, trails: async () => [] })).code).toBe(1);
});

it('answers 0 when something is only not known yet, or only worth a look', async () => {
  const marks = wellMarks({ 'last-heartbeat': '' });
  const survey = wellSurvey({
    roles: async () => [...(await wellSurvey().roles()), roleNamed('breakglass')],
  });
  const { code, text } = await run({ marks, survey });
  expect(code).toBe(0);
  expect(text).toMatch(/\d+ ok, 1 warning, 0 broken, 1 unknown\n$/);
});

it('gives one document', async () => {
  const { code, text } = await run({ survey: wellSurvey({ trails: async () => [] }) }, true);
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toMatchObject({
    ok: false,
    where: 'The stack x',
    counts: { broken: 1 },
    findings: expect.arrayContaining([
      expect.objectContaining({
        check: 'trail',
        state: 'broken',
        command: expect.stringContaining('create-trail'),
      }),
    ]),
  });
  expect(code).toBe(1);
});

it('lets no name steer the terminal', async () => {
  const { text } = await asked({
    trails: async () => [trail({ logging: false, name: 'x\u001b[2Jy\u202e' })],
  });
  expect(text).not.toMatch(/[\u001b\u202e]/);
  expect(text).toContain('x\\u{1b}[2Jy');
});

describe('rolecall check --deployed', () => {
  const checked = async (survey: Survey, json = false) => {
    const written: string[] = [];
    const code = await check({
      configurationText: SAMPLE,
      file: 'rolecall.yml',
      json,
      examine: () => examine(examination({ survey })),
      write: (text) => void written.push(text),
    });
    return { code, text: written.join('') };
  };

  it('says what the doctor says, and fails until nothing is broken', async () => {
    expect(await checked(wellSurvey())).toMatchObject({
      code: 0,
      text: expect.stringContaining('Deployed\n✓ stack'),
    });
    const broken = await checked(wellSurvey({ trails: async () => [] }));
    expect(broken).toMatchObject({ code: 1, text: expect.stringContaining('✗ trail of us-east-1') });
    expect(JSON.parse((await checked(wellSurvey({ rules: DENIED }), true)).text)).toMatchObject({
      ok: false,
      deployed: expect.arrayContaining([expect.objectContaining({ missingAction: 'events:ListRules' })]),
    });
  });
});

it('has an exit code for an empty look', () => {
  expect(exitCodeOf([])).toBe(0);
});
