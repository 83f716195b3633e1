/**
 * Reads `rolecall.yml` with the product's own decoder, so that a mistake in it stops a deploy with the sentences
 * the product would say, and derives from it what the stack needs to know.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const ENTRY = `
export { decodeConfiguration } from './lib/config/decode-configuration.ts';
export { problemText } from './lib/config/configuration-problem.ts';
export { rulePatterns } from './lib/config/event-patterns.ts';
export { COLUMNS } from './lib/export/columns.ts';
export { globalRegionOf, partitionOfRegion } from './lib/config/aws-regions.ts';
`;

/** Compiles the TypeScript of `lib/config` into a file named after its content, and loads it. */
const loadConfigurationCode = async (root) => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
  });
  const code = outputFiles[0].contents;
  const folder = join(root, '.rolecall/cache');
  const file = join(
    folder,
    `configuration-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.cjs`,
  );
  await mkdir(folder, { recursive: true });
  // Written aside and renamed: two packagings at the same time must not read half a file.
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
  return createRequire(join(root, 'package.json'))(file);
};

/**
 * Answers the decoded policy, the EventBridge rules it needs, the columns of an export, the Region in which its partition
 * records what is recorded once, and what its author should know:
 * `{ policy, rules: [{ name, description, pattern }], columns: [{ name, means }], globalRegion, warnings: [sentence] }`. Secrets by `env:NAME` exist on the
 * laptop only. Throws one error that lists every problem of `rolecall.yml`, one per line.
 */
export const loadPolicy = async ({ root, laptop }) => {
  const text = await readFile(join(root, 'rolecall.yml'), 'utf8');
  const { COLUMNS, decodeConfiguration, globalRegionOf, partitionOfRegion, problemText, rulePatterns } =
    await loadConfigurationCode(root);
  const decoded = decodeConfiguration(text, { allowEnvSecrets: laptop });
  if (!decoded.ok) {
    throw new Error(
      `rolecall.yml:\n${decoded.error.map((problem) => `  ${problemText(problem)}`).join('\n')}`,
    );
  }
  const { policy, warnings } = decoded.value;
  return {
    policy,
    rules: rulePatterns(policy),
    columns: COLUMNS.map(({ name, means }) => ({ name, means })),
    globalRegion: globalRegionOf(partitionOfRegion(policy.homeRegion)),
    warnings: warnings.map(problemText),
  };
};
