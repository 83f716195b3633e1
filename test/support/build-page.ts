/** The page as it is shipped, built for a test. By a process of its own: esbuild refuses Jest's realms. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PageFiles, pageFilesOf } from '../../lib/api/page-files.ts';

const ROOT = join(__dirname, '../..');
const readAll = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

export const buildPage = (): PageFiles => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-page-'));
  try {
    const settings = JSON.stringify({ root: ROOT, outdir: folder });
    const script = `import { bundlePage } from './infra/bundle-page.mjs'; await bundlePage(${settings});`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: ROOT });
    return pageFilesOf(new Map(readAll(folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
