/** One process at a time: packaging writes to `dist/` and `.serverless/`, which all runs of a project share. */
import { readFile, rm, writeFile } from 'node:fs/promises';

const POLL_MILLISECONDS = 100;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** True when this process holds the lock now. A lock whose process is gone is taken away. */
const take = async (file) => {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  // An empty file is a lock that is just being written.
  if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
  return false;
};

/** Runs `work` while no other process runs its own under the same file. */
export const whileLocked = async (file, work) => {
  while (!(await take(file))) await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
};
