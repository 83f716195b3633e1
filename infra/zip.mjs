/**
 * Zips of the functions. Same files, same bytes: a deploy without changes is recognised as one, and anybody can
 * check that what runs is what was built. Osls fixes the times inside its own zips but walks the whole project
 * (node_modules too) to find two files, and Serverless 4 keeps the files' times, so both are handed ours.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { filesOfFunction } from './bundle.mjs';

const ENTRY = {
  // The first moment a zip can name, in local time on purpose: the DOS fields hold local time without a zone.
  mtime: new Date(1980, 0, 1),
  // Otherwise a second, absolute time is added, which differs between time zones.
  forceDosTimestamp: true,
  // Lambda's user must be able to read the files: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
  mode: 0o100644,
};

/** Writes `target` with the files of one function under `dist/`, as its `handler: dist/<name>.handler` expects. */
export const zipFunction = async ({ outdir, name, target }) => {
  await mkdir(dirname(target), { recursive: true });
  const zip = new yazl.ZipFile();
  for (const file of await filesOfFunction({ outdir, name })) {
    zip.addBuffer(await readFile(join(outdir, file)), `dist/${file}`, ENTRY);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(target));
  return target;
};
