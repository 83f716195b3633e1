/** Checks Node's version and installs the packages when they are missing or older than the lock file. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST = [20, 19];

const isOldEnough = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

/** npm writes this file last, so an interrupted installation is repeated. */
const isInstalled = () => {
  const written = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  return existsSync(written) && statSync(written).mtimeMs >= statSync(lock).mtimeMs;
};

export const ensureInstalled = () => {
  if (!isOldEnough()) {
    process.stderr.write(
      `Rolecall needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.\n`,
    );
    process.exit(1);
  }
  if (isInstalled()) return;
  process.stdout.write('Installing packages (npm ci), once ...\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write('npm ci failed: see above.\n');
    process.exit(1);
  }
};
