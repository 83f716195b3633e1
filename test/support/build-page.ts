/** The page as it is shipped, built for a test. esbuild runs as a program: its API refuses Jest's realms. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PageFiles, pageFilesOf } from '../../lib/api/page-files.ts';

const ROOT = join(__dirname, '../..');
const OPTIONS = [
  '--bundle',
  '--splitting',
  '--minify',
  '--format=esm',
  '--target=es2022',
  '--jsx=automatic',
  '--jsx-import-source=preact',
  '--log-level=error',
] as const;

const readAll = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

export const buildPage = (): PageFiles => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-page-'));
  try {
    const entries = ['page=web/main.tsx', 'page=web/page.css', 'later=web/later.css', `--outdir=${folder}`];
    execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [...entries, ...OPTIONS], { cwd: ROOT });
    const served = ['index.html', 'icon.svg'].map(
      (name) => [name, readFileSync(join(ROOT, 'web', name), 'utf8')] as const,
    );
    return pageFilesOf(new Map([...readAll(folder), ...served]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
