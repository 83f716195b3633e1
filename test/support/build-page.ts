/** The page as it is shipped, built for a test. esbuild runs as a program: its API refuses Jest's realms. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PageFiles, pageFilesOf } from '../../lib/api/page-files.ts';

const ROOT = join(__dirname, '../..');
const OPTIONS = [
  '--bundle',
  '--minify',
  '--format=esm',
  '--target=es2022',
  '--jsx=automatic',
  '--jsx-import-source=preact',
  '--log-level=error',
] as const;

const buildScript = (): string =>
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), ['web/main.tsx', ...OPTIONS], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });

export const buildPage = (): PageFiles =>
  pageFilesOf(
    new Map([
      ['page.js', buildScript()],
      ...['index.html', 'page.css', 'icon.svg'].map(
        (name) => [name, readFileSync(join(ROOT, 'web', name), 'utf8')] as const,
      ),
    ]),
  );
