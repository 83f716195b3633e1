import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundle, filesOfFunction } from '../../infra/bundle.mjs';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { zipFunction } from '../../infra/zip.mjs';
import { packagedStack, PACKAGING_MILLISECONDS, ROOT, type Stack } from './packaged-stack.ts';
import { readZip } from './read-zip.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const scratch: string[] = [];
afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true });
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-'));
  scratch.push(folder);
  return folder;
};

/** Source files that went into a bundle. */
const sourcesOf = (name: string): readonly string[] => {
  const found = Object.entries(stack.metafile.outputs).find(([file]) => basename(file) === `${name}.js`);
  return Object.keys(found?.[1].inputs ?? {});
};

const FUNCTIONS = ['record', 'deliver', 'enrich', 'sweep', 'history', 'export'];
const HOT_PATH = [
  // Of these the SDK is half; the decoders of some four hundred calls, with their sentences, are 120; cards and
  // exceptions, which every row is compared with, are 10.
  { name: 'record', kilobytes: 490 },
  { name: 'deliver', kilobytes: 450 },
];

const LOOKING_UP = /client-(cloudtrail|iam|organizations)\//;

describe('the bundles', () => {
  test.each(HOT_PATH)(
    '$name is at most $kilobytes KB, because it is loaded while somebody waits',
    (budget) => {
      const { size } = statSync(join(stack.folders[budget.name] ?? '', `dist/${budget.name}.js`));
      expect(size).toBeLessThanOrEqual(budget.kilobytes * 1024);
    },
  );

  test.each(HOT_PATH)('$name carries none of the clients that look somebody up', ({ name }) => {
    expect(sourcesOf(name)).not.toEqual([]);
    expect(sourcesOf(name).filter((file) => LOOKING_UP.test(file))).toEqual([]);
  });

  test('enrich carries them, and no way to a person but the delivery queue', () => {
    expect(sourcesOf('enrich').filter((file) => LOOKING_UP.test(file))).not.toEqual([]);
    expect(sourcesOf('enrich').filter((file) => /^lib\/(channels|http|api)\//.test(file))).toEqual([]);
  });

  test.each(FUNCTIONS)('%s carries nothing of the laptop, the commands, the page or the tests', (name) => {
    expect(sourcesOf(name)).not.toEqual([]);
    expect(sourcesOf(name).filter((file) => /^(local|cli|web|test|bench)\//.test(file))).toEqual([]);
  });

  test.each(FUNCTIONS)('%s matches no patterns: EventBridge has done that', (name) => {
    expect(sourcesOf(name).filter((file) => file.startsWith('lib/eventbridge/'))).toEqual([]);
  });
});

test('the sweep is no larger than what it has to ask AWS for: the doctor brought four clients', () => {
  const { size } = statSync(join(stack.folders['sweep'] ?? '', 'dist/sweep.js'));
  expect(size).toBeLessThanOrEqual(950 * 1024);
  expect(sourcesOf('sweep').filter((file) => /client-(cloudformation|ssm|organizations)/.test(file))).toEqual(
    [],
  );
});

test('the rules that the doctor compares are those of the template', () => {
  const rules: unknown = JSON.parse(
    readFileSync(join(stack.folders['sweep'] ?? '', 'dist/rules.json'), 'utf8'),
  );
  expect(rules).toEqual(rulePatterns(stack.policy).map(({ name, pattern }) => ({ name, pattern })));
});

describe('the zips', () => {
  test.each(FUNCTIONS)('%s holds its bundle and the policy, and no source map', (name) => {
    const names = [...readZip(readFileSync(stack.zips[name] ?? '')).keys()];
    expect(names).toEqual(expect.arrayContaining([`dist/${name}.js`, 'dist/policy.json']));
    const others = names.filter((file) => ![`dist/${name}.js`, 'dist/policy.json'].includes(file));
    // The page is shown by one of them; the rules that ought to stand are compared by another.
    const more: Readonly<Record<string, RegExp>> = { history: /^dist\/web\//, sweep: /^dist\/rules\.json$/ };
    expect(others.filter((file) => more[name]?.test(file) !== true)).toEqual([]);
  });

  test.each(FUNCTIONS)('%s is the very files the laptop runs', (name) => {
    for (const [file, content] of readZip(readFileSync(stack.zips[name] ?? ''))) {
      expect(content.equals(readFileSync(join(stack.folders[name] ?? '', file)))).toBe(true);
    }
  });

  test(
    'are the same, byte for byte, whenever and wherever they are made',
    async () => {
      const made = async (mtime: number): Promise<readonly Buffer[]> => {
        const outdir = newFolder();
        const { names } = await bundle({ root: ROOT, outdir, laptop: true });
        expect([...names].sort()).toEqual([...FUNCTIONS].sort());
        return Promise.all(
          names.map(async (name) => {
            for (const file of await filesOfFunction({ outdir, name }))
              utimesSync(join(outdir, file), mtime, mtime);
            return readFileSync(await zipFunction({ outdir, name, target: join(outdir, `${name}.zip`) }));
          }),
        );
      };
      const [first, second] = [await made(1_000_000), await made(2_000_000_000)];
      expect(first.map((zip) => zip.toString('base64'))).toEqual(second.map((zip) => zip.toString('base64')));
    },
    PACKAGING_MILLISECONDS,
  );

  test.each(FUNCTIONS)('%s says it was made at the first moment a zip can name, and not today', (name) => {
    // Time and date of the first local file header: midnight, 1 January 1980.
    expect(readFileSync(stack.zips[name] ?? '').readUInt32LE(10)).toBe(0x00_21_00_00);
  });

  test.each(FUNCTIONS)('%s names neither a folder of this machine nor anything secret', (name) => {
    for (const [file, content] of readZip(readFileSync(stack.zips[name] ?? ''))) {
      const text = content.toString('latin1');
      expect({ file, key: /A[KS]IA[A-Z0-9]{16}/.exec(text)?.[0] }).toEqual({ file, key: undefined });
      const found = [
        ROOT,
        tmpdir() + '/',
        '/root/',
        '/home/',
        'hooks.slack.com/services/T',
        'PRIVATE KEY-----',
      ].filter((needle) => text.includes(needle));
      expect({ file, found }).toEqual({ file, found: [] });
    }
  });
});
