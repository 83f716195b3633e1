/** Bundles the review page: what the first list needs, its chart, signing in, and what is shown later. */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { settleChart } from './settle-chart.mjs';

/** Loaded after the first file, and never without it. */
const AFTER_THE_FIRST =
  /[\\/]web[\\/](?:sign-in[\\/]at-issuer\.ts|later\.ts|chart-canvas\.tsx|date-fields\.tsx)$/;

/**
 * What they share with the first file stays in one file with it: the bundler is told that they need it. Left to itself it
 * makes a small file for each set of users, and a browser asks for each.
 */
const keepTogether = (root) => ({
  name: 'keep-together',
  setup: ({ onLoad }) => {
    const first = (path) => JSON.stringify(`./${relative(dirname(path), join(root, 'web/main.tsx'))}`);
    onLoad({ filter: AFTER_THE_FIRST }, async ({ path }) => ({
      contents: `import ${first(path)};\n${await readFile(path, 'utf8')}`,
      loader: path.endsWith('x') ? 'tsx' : 'ts',
    }));
  },
});

const PAGE_OPTIONS = {
  bundle: true,
  minify: true,
  // What is shown later is loaded later.
  splitting: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  metafile: true,
  // The thrown error says the same.
  logLevel: 'silent',
};

/** Files of `web/` that are served as they are. */
const isServedAsIs = (file) => /\.(html|svg)$/.test(file);

/** Writes the page into `outdir` and answers what esbuild says of it; nothing where there is no page. */
export const bundlePage = async ({ root, outdir }) => {
  const sources = await readdir(join(root, 'web')).catch(() => []);
  if (!sources.includes('main.tsx')) return { inputs: {}, outputs: {} };
  await mkdir(outdir, { recursive: true });
  const result = await build({
    ...PAGE_OPTIONS,
    plugins: [keepTogether(root), settleChart],
    absWorkingDir: root,
    // Two entries of one name: `page.js` and `page.css`.
    entryPoints: [
      { in: 'web/main.tsx', out: 'page' },
      { in: 'web/page.css', out: 'page' },
      { in: 'web/later.css', out: 'later' },
    ],
    outdir,
  });
  const asIs = sources.filter(isServedAsIs);
  await Promise.all(asIs.map((file) => copyFile(join(root, 'web', file), join(outdir, file))));
  return result.metafile;
};
