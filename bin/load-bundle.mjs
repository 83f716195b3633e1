/**
 * Loads TypeScript of the project as one JavaScript file, bundled once per state of the sources and kept in
 * `.rolecall/cache`: 20 ms instead of the 300 ms that a loader needs at every start.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What other Regions deploy is made by the same file for AWS, for a terminal and for the laptop: `infra/forwarding.cjs`. */
const SOURCES = ['local', 'cli', 'faults', 'bench', 'lib', 'infra'];

const hashSources = async (root) => {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const folder of SOURCES) {
    const names = (await readdir(join(root, folder), { recursive: true })).filter((name) =>
      /\.(ts|cjs)$/.test(name),
    );
    const contents = await Promise.all(names.sort().map((name) => readFile(join(root, folder, name))));
    names.forEach((name, index) => hash.update(`${folder}/${name}\0`).update(contents[index]));
  }
  return hash.digest('hex').slice(0, 16);
};

const bundle = async ({ root, entry, file }) => {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The packages stay where npm put them: one of them brings native code.
    packages: 'external',
    write: false,
  });
  // Written aside and renamed: two starts at the same time must not read half a file.
  await writeFile(`${file}.${process.pid}`, outputFiles[0].contents);
  await rename(`${file}.${process.pid}`, file);
};

const forgetOldBundles = async ({ folder, name, present }) => {
  const old = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`) && file !== present);
  await Promise.all(old.map((file) => rm(join(folder, file), { force: true })));
};

/** Answers the module behind `entry`, for example `local/start.ts`. */
export const loadBundle = async (root, entry) => {
  const folder = join(root, '.rolecall/cache');
  await mkdir(folder, { recursive: true });
  const name = entry.replaceAll('/', '-').replace(/\.ts$/, '');
  const present = `${name}-${await hashSources(root)}.mjs`;
  const file = join(folder, present);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  }
  await bundle({ root, entry, file });
  await forgetOldBundles({ folder, name, present });
  // A failed import is remembered under its address; a query makes it another one.
  return import(`${pathToFileURL(file).href}?built`);
};
