import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../local/log-file.ts';

describe('a log', () => {
  it('never fills the disk and keeps the newest lines', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-'));
    const file = join(folder, 'logs/a.log');
    const log = openLog(file, 100);
    for (let line = 0; line < 50; line += 1) log(`line ${String(line).padStart(3, '0')}\n`);
    const kept = (await readFile(`${file}.1`, 'utf8')) + (await readFile(file, 'utf8'));
    expect(kept.length).toBeLessThanOrEqual(200);
    expect(kept.endsWith('line 049\n')).toBe(true);
    await rm(folder, { recursive: true });
  });
});
