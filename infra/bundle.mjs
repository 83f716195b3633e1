/**
 * Bundles what the functions run: one CommonJS file per handler (it starts 25-40 % faster than ESM), the review
 * page, `policy.json`, which is `rolecall.yml` after it was decoded, and `rules.json`, which follows from it. The laptop runs the very same files.
 * Same inputs, same bytes: nothing here writes a time, a random number or a path of this machine.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundlePage } from './bundle-page.mjs';
import { loadPolicy } from './load-policy.mjs';

/** What every function's bundle has in common; `external` source maps stay here and are not shipped. */
const FUNCTION_OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // Module first: 481 instead of 701 KB and 62 instead of 100 ms to load, because CommonJS cannot be shaken.
  mainFields: ['module', 'main'],
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  // The thrown error says the same.
  logLevel: 'silent',
};

/** Parts of the SDK that no function reaches, by import. */
const LEFT_OUT = {
  '@aws-sdk/credential-provider-node': 'credential-chain.mjs',
  '@aws-sdk/endpoint-cache': 'endpoint-cache.mjs',
  '@smithy/core/event-streams': 'event-streams.mjs',
};

const leftOut = (root) =>
  Object.fromEntries(
    Object.entries(LEFT_OUT).map(([name, file]) => [name, join(root, 'infra/left-out', file)]),
  );

/** Of the SDK's package.json files, which name every script and dependency, only the version is ever read. */
const versionsOnly = {
  name: 'versions-only',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The functions' names: one per file in `handlers/`. */
export const functionNames = async (root) =>
  (await readdir(join(root, 'handlers')))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();

/**
 * Each by itself: with several entry points in one build, esbuild keeps in all of them what only one of them calls, which
 * is 7 KB of `record`.
 */
const bundleFunctions = async ({ root, outdir }) => {
  const names = await functionNames(root);
  const built = await Promise.all(
    names.map((name) =>
      build({
        ...FUNCTION_OPTIONS,
        alias: leftOut(root),
        plugins: [versionsOnly],
        absWorkingDir: root,
        entryPoints: { [name]: `handlers/${name}.ts` },
        outdir,
      }),
    ),
  );
  const parts = (part) => Object.assign({}, ...built.map(({ metafile }) => metafile[part]));
  return { names, metafile: { inputs: parts('inputs'), outputs: parts('outputs') } };
};

/**
 * Writes everything that is shipped into `outdir` and answers the functions' names. `laptop`: secrets may be
 * given as `env:NAME`. Throws with every problem of `rolecall.yml` in its message.
 */
export const bundle = async ({ root, outdir = join(root, 'dist'), laptop = false }) => {
  const { policy, rules } = await loadPolicy({ root, laptop });
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const [{ names, metafile }, page] = await Promise.all([
    bundleFunctions({ root, outdir }),
    bundlePage({ root, outdir: join(outdir, 'web') }),
    writeFile(join(outdir, 'policy.json'), `${JSON.stringify(policy)}\n`),
    writeFile(join(outdir, 'rules.json'), `${JSON.stringify(rules.map(ruleToCompare))}\n`),
  ]);
  const meta = {
    inputs: { ...metafile.inputs, ...page.inputs },
    outputs: { ...metafile.outputs, ...page.outputs },
  };
  await writeFile(join(outdir, 'meta.json'), JSON.stringify(meta, null, 1));
  return { names, outdir };
};

/** What the doctor needs to know of a rule. */
const ruleToCompare = ({ name, pattern }) => ({ name, pattern });

/**
 * What the zip of one function holds, relative to `outdir`: its bundle, the policy, for `history` the page, and for `sweep`
 * the rules that ought to stand.
 */
export const filesOfFunction = async ({ outdir, name }) => {
  const page =
    name === 'history' && (await exists(join(outdir, 'web'))) ? await readdir(join(outdir, 'web')) : [];
  const rules = name === 'sweep' ? ['rules.json'] : [];
  return [`${name}.js`, 'policy.json', ...rules, ...page.sort().map((file) => `web/${file}`)];
};
