/** The floors, the closed doors and the absence of cycles: the house plan of docs/architecture.md, held. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..');
const ROOMS = ['lib', 'handlers', 'local', 'cli', 'faults', 'web'];

/** Everything that is known without any effect, from the kernel up to what is kept. */
const CORE = [
  'lib/kernel',
  'lib/iam',
  'lib/access',
  'lib/policy',
  'lib/notification',
  'lib/delivery',
  'lib/history',
];
const below = (room: string): readonly string[] => CORE.slice(0, CORE.indexOf(room));

/** What each room may import beside itself. Anything else is upwards or sideways. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  'lib/kernel': [],
  'lib/eventbridge': [],
  'lib/iam': below('lib/iam'),
  'lib/access': below('lib/access'),
  'lib/policy': below('lib/policy'),
  // Beside policy, on the same floor.
  'lib/notification': below('lib/policy'),
  'lib/delivery': below('lib/delivery'),
  // The history of an access includes its deliveries (ADR 0002).
  'lib/history': below('lib/history'),
  // What leaves as a file, from what is kept.
  'lib/export': CORE,
  'lib/usecases': [...CORE, 'lib/export'],
  'lib/channels': below('lib/history'),
  'lib/aws': CORE,
  'lib/http': ['lib/kernel'],
  'lib/api': [...CORE, 'lib/export', 'lib/usecases'],
  // The rules for doors are made from the list that decodes them (ADR 0010).
  'lib/config': ['lib/kernel', 'lib/eventbridge', 'lib/access', 'lib/policy', 'lib/channels'],
  'lib/wiring': [...CORE, 'lib/usecases', 'lib/channels', 'lib/aws', 'lib/http', 'lib/api', 'lib/config'],
  handlers: ['lib/wiring', 'lib/kernel'],
  // The template for other Regions is the same in AWS, on a terminal and on the laptop: infra makes it.
  // The demo plays a month with the use cases and the table that AWS would have.
  local: [...CORE, 'lib/eventbridge', 'lib/usecases', 'lib/aws', 'lib/config', 'infra'],
  cli: [...CORE, 'lib/eventbridge', 'lib/usecases', 'lib/aws', 'lib/config', 'lib/api', 'local', 'infra'],
  // The fault suite drives the laptop and judges it by what is stored and what arrived.
  faults: [...CORE, 'local'],
  web: ['lib/api'],
};

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Path inside the project; absent for packages. */
  readonly file?: string;
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : [];
  });

const importsOf = (file: string): readonly Import[] => {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName: specifier }) =>
    specifier.startsWith('.')
      ? { from: file, specifier, file: normalize(join(dirname(file), specifier)) }
      : { from: file, specifier },
  );
};

const roomOf = (file: string): string => {
  const [first = '', second = ''] = file.split('/');
  return first === 'lib' ? `lib/${second}` : first;
};

const files = ROOMS.flatMap(filesBelow);
const imports = files.flatMap(importsOf);

/** Text without comments, so that prose about a closed door does not count as opening it. */
const codeOf = (file: string): string =>
  readFileSync(join(ROOT, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');

const filesThat = (contain: RegExp, outside: readonly string[]): readonly string[] =>
  files.filter((file) => !outside.some((door) => file.startsWith(door)) && contain.test(codeOf(file)));

describe('The house', () => {
  it('has files in every room of the plan', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(FLOORS).sort());
  });

  it('lets a file import only its own room and lower floors', () => {
    const broken = imports.flatMap(({ from, file }) => {
      if (file === undefined) return [];
      const [here, there] = [roomOf(from), roomOf(file)];
      return here === there || FLOORS[here]?.includes(there) === true ? [] : [`${from} imports ${file}`];
    });
    expect(broken).toEqual([]);
  });

  it('has no import cycle, types included', () => {
    const targets = new Map(
      files.map((file) => [file, importsOf(file).flatMap((entry) => entry.file ?? [])]),
    );
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('keeps one channel away from another', () => {
    const channelOf = (file: string) => file.split('/')[2] ?? '';
    const isChannelFile = (file: string) => file.startsWith('lib/channels/') && file.split('/').length > 3;
    const broken = imports.filter(
      ({ from, file }) =>
        file !== undefined &&
        isChannelFile(from) &&
        isChannelFile(file) &&
        channelOf(from) !== channelOf(file),
    );
    expect(broken.map(({ from, file }) => `${from} imports ${file}`)).toEqual([]);
  });

  it('gives the page nothing but the types of the API', () => {
    const broken = imports.filter(
      ({ from, file }) =>
        from.startsWith('web/') && file?.startsWith('lib/') === true && file !== 'lib/api/contract.ts',
    );
    expect(broken.map(({ from, file }) => `${from} imports ${file}`)).toEqual([]);
  });

  it('speaks to the AWS SDK only in lib/aws', () => {
    const broken = imports.filter(
      ({ from, specifier }) => specifier.startsWith('@aws-sdk/') && !from.startsWith('lib/aws/'),
    );
    expect(broken.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  it('knows the types of Lambda events only in the handlers and in the HTTP API adapter', () => {
    const broken = imports.filter(
      ({ from, specifier }) =>
        specifier === 'aws-lambda' && !from.startsWith('handlers/') && from !== 'lib/api/http-api.ts',
    );
    expect(broken.map(({ from }) => from)).toEqual([]);
  });

  it('reads the environment in one file', () => {
    expect(filesThat(/process\s*\.\s*env\b/, ['lib/config/environment.ts'])).toEqual([]);
  });

  it('asks for time and randomness in one file', () => {
    const asks = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandomUUID\b/;
    expect(filesThat(asks, ['lib/kernel/clock.ts', 'web/'])).toEqual([]);
  });

  it('writes to no console', () => {
    expect(filesThat(/\bconsole\s*\.\s*(log|info|warn|error|debug|trace)\b/, [])).toEqual([]);
  });

  it('speaks https to vendors in one room', () => {
    const broken = imports.filter(
      ({ from, specifier }) =>
        ['node:https', 'node:http'].includes(specifier) &&
        !/^(lib\/http|lib\/aws|local|cli|faults)\//.test(from),
    );
    expect(broken.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  it('keeps handlers short: nothing is decided there', () => {
    const long = filesBelow('handlers').filter(
      (file) => readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length > 25,
    );
    expect(long).toEqual([]);
  });

  it('keeps the laptop out of everything that is deployed', () => {
    const deployed = imports.filter(({ from }) => /^(lib|handlers|web)\//.test(from));
    const broken = deployed.filter(
      ({ file }) => file !== undefined && /^(local|cli|faults|test)\//.test(file),
    );
    expect(broken.map(({ from, file }) => `${from} imports ${relative('.', file ?? '')}`)).toEqual([]);
  });

  it('reads no page just once: a test of the page waits for what will be seen (test/support/seen.ts)', () => {
    const tests = filesBelow('test').filter((file) => file.endsWith('.browser.test.ts'));
    expect(tests.length).toBeGreaterThan(3);
    const hasty = tests.flatMap((file) =>
      [...codeOf(file).matchAll(/expect\(\(?(await\b|page\.|new URL\(page).*/g)].map(
        ([words]) => `${file}: ${words}`,
      ),
    );
    expect(hasty).toEqual([]);
  });
});
