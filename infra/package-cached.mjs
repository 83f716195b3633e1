/**
 * The packaged stack for those who run it again and again (the laptop, the tests): the CloudFormation template and
 * the functions' zips, made by `serverless package` and kept in `.rolecall/package/<hash of the inputs>/`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOfFunction, functionNames } from './bundle.mjs';
import { whileLocked } from './lock.mjs';

/** Everything the package is made of. */
const INPUTS = ['serverless.yml', 'rolecall.yml', 'package-lock.json', 'infra', 'handlers', 'lib', 'web'];

/** Packages that are kept beside the present one, so that going back to another branch is a hit too. */
const KEPT = 4;

const TEMPLATE = 'cloudformation-template-update-stack.json';

const statOf = (path) => stat(path).catch(() => undefined);

const filesUnder = async (root, path) => {
  const found = await statOf(join(root, path));
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
  return (
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
      // What a deploy of a collector leaves behind is no input.
      .filter((file) => !file.includes('/.serverless/'))
  );
};

/** SHA-256 over names and contents; times do not matter. */
export const hashInputs = async (root) => {
  const files = (await Promise.all(INPUTS.map((path) => filesUnder(root, path)))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  const hash = createHash('sha256');
  files.forEach((file, index) => {
    hash.update(`${file}\0${contents[index].length}\0`).update(contents[index]);
  });
  return hash.digest('hex').slice(0, 24);
};

/** Runs `serverless package` with an empty environment, which proves that it needs none; throws with its words. */
const runServerless = ({ root, folder }) =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      // For the laptop every home Region will do, and secrets may come from the environment. `deploy` refuses it.
      ['node_modules/serverless/bin/serverless.js', 'package', '--package', folder, '--param', 'laptop=true'],
      { cwd: root, env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`serverless package failed:\n${said}`)),
    );
  });

const copyFunction = async ({ outdir, folder, name }) => {
  for (const file of await filesOfFunction({ outdir, name })) {
    const target = join(folder, 'functions', name, 'dist', file);
    await mkdir(join(target, '..'), { recursive: true });
    await copyFile(join(outdir, file), target);
  }
};

/** Somebody may save a file while we package; more often than this is no editing. */
const ATTEMPTS = 5;

/**
 * Packages the present inputs and answers their hash. The package is made aside and moved to its place at once, and
 * only if the inputs are still those it is named after: half a package, or one of mixed states, is never found.
 */
const packageInto = async ({ root, packages }) => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const hash = await hashInputs(root);
    const draft = join(packages, `${hash}.draft`);
    try {
      await fillDraft({ root, draft });
      if ((await hashInputs(root)) !== hash) continue;
      await rm(join(packages, hash), { recursive: true, force: true });
      await rename(draft, join(packages, hash));
      return hash;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  throw new Error('The sources keep changing while they are packaged.');
};

const fillDraft = async ({ root, draft }) => {
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const made = join(draft, 'serverless');
  await runServerless({ root, folder: made });
  await copyFile(join(made, TEMPLATE), join(draft, 'template.json'));
  const outdir = join(root, 'dist');
  for (const name of await functionNames(root)) {
    await copyFunction({ outdir, folder: draft, name });
    await mkdir(join(draft, 'zips'), { recursive: true });
    await copyFile(join(made, `${name}.zip`), join(draft, 'zips', `${name}.zip`));
  }
  await copyFile(join(outdir, 'meta.json'), join(draft, 'meta.json'));
  await rm(made, { recursive: true });
};

const forgetOldPackages = async (packages, present) => {
  const names = (await readdir(packages)).filter(
    (name) => /^[0-9a-f]{24}(\.draft)?$/.test(name) && name !== present,
  );
  const aged = await Promise.all(
    names.map(async (name) => ({ name, time: (await statOf(join(packages, name)))?.mtimeMs ?? 0 })),
  );
  const old = aged.sort((one, other) => other.time - one.time).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(join(packages, name), { recursive: true, force: true })));
};

const describe = async ({ folder, cached }) => {
  const names = (await readdir(join(folder, 'functions'))).sort();
  const paths = (pathOf) => Object.fromEntries(names.map((name) => [name, pathOf(name)]));
  return {
    cached,
    templateFile: join(folder, 'template.json'),
    metaFile: join(folder, 'meta.json'),
    zips: paths((name) => join(folder, 'zips', `${name}.zip`)),
    folders: paths((name) => join(folder, 'functions', name)),
  };
};

/**
 * Answers the package of the present inputs, made now unless it was made before. Says through `write` that it is
 * about to take a few seconds. Throws with the words of `serverless package` when that fails, for instance with
 * every problem of rolecall.yml.
 */
export const packageCached = async ({ root, write }) => {
  const packages = join(root, '.rolecall/package');
  const hash = await hashInputs(root);
  const folder = join(packages, hash);
  if (await statOf(folder)) return describe({ folder, cached: true });
  await mkdir(packages, { recursive: true });
  return whileLocked(join(packages, 'lock'), async () => {
    if (await statOf(folder)) return describe({ folder, cached: true });
    write('Packaging the stack (only after a change) ...\n');
    const made = await packageInto({ root, packages });
    await forgetOldPackages(packages, made);
    return describe({ folder: join(packages, made), cached: false });
  });
};
