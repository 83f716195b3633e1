/** `npm run check`: types, lint, format and dead code, each to its end, so that one run shows everything. */
import { spawnSync } from 'node:child_process';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();

const checks = [
  ['types', 'tsc', ['-p', '.']],
  ['types of the page', 'tsc', ['-p', 'web']],
  ['format', 'biome', ['format', '.']],
  ['lint', 'eslint', ['.', '--max-warnings=0']],
  ['dead code', 'knip', []],
];

const failed = checks.filter(([name, command, args]) => {
  process.stdout.write(`\n# ${name}\n`);
  const { status } = spawnSync(`${root}/node_modules/.bin/${command}`, args, { cwd: root, stdio: 'inherit' });
  return status !== 0;
});
const names = failed.map(([name]) => name).join(', ');
process.stdout.write(failed.length === 0 ? '\nAll checks pass.\n' : `\nFailed: ${names}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
