/** Log files that are broken or written to evade: 35, 36. They are what `rolecall replay` reads. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checks, type FaultCase } from '../fault-case.ts';
import type { Access } from '../fault-records.ts';
import type { Stage } from '../stage.ts';

const logFile = (accesses: readonly Access[]): string =>
  JSON.stringify({ Records: accesses.map(({ record }) => record) });

/** Flips one byte somewhere behind the header. */
const corrupt = (bytes: Buffer): Buffer => {
  const broken = Buffer.from(bytes);
  const place = Math.floor(broken.length / 2);
  broken.writeUInt8((broken[place] ?? 0) ^ 0xff, place);
  return broken;
};

const BOMB_BYTES = 200 * 2 ** 20;

async function replayOf(
  stage: Stage,
  files: Readonly<Record<string, Buffer | string>>,
): Promise<{ readonly code: number; readonly text: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-logs-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const answer = await stage.rolecall('replay', '--every-role', '--json', folder);
  await rm(folder, { recursive: true, force: true });
  return answer;
}

const rings = (text: string, { eventId }: Access): boolean => text.includes(eventId);

export const logFileCases: readonly FaultCase[] = [
  {
    id: '35',
    name: 'log files cut short, corrupt, of two members, with a wrong checksum, and a bomb',
    expected: 'each reported, the others read; memory bounded',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses = Array.from({ length: 5 }, () => stage.access({ role: 'prod-hook' }));
      const [good, one, other, cut, wrong] = accesses;
      if (!good || !one || !other || !cut || !wrong) throw new Error('five accesses were made up');
      const packed = gzipSync(logFile([wrong]));
      const before = process.memoryUsage().rss;
      const { code, text } = await replayOf(stage, {
        'good.json.gz': gzipSync(logFile([good])),
        'two-members.json.gz': Buffer.concat([gzipSync(logFile([one])), gzipSync(`\n${logFile([other])}`)]),
        'cut-short.json.gz': gzipSync(logFile([cut])).subarray(0, 300),
        'corrupt.json.gz': corrupt(gzipSync(logFile([cut]))),
        'wrong-checksum.json.gz': Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]),
        'bomb.json.gz': gzipSync(Buffer.alloc(BOMB_BYTES, ' ')),
      });
      const grown = (process.memoryUsage().rss - before) / 2 ** 20;
      for (const access of [good, one, other]) check(rings(text, access), `${access.eventId} was not read`);
      check(code === 1, `answers ${String(code)} although files were broken`);
      for (const name of ['cut-short', 'corrupt', 'wrong-checksum']) {
        check(text.includes(name), `${name} is not reported`);
      }
      return { seen: `3 of 3 read, 3 reported, +${grown.toFixed(0)} MB`, accesses: [], problems };
    },
  },
  {
    id: '36',
    name: 'records written to evade a search: escapes, key order, pretty print, other case',
    expected: 'read like any other: every file is parsed whole',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses = Array.from({ length: 4 }, () => stage.access({ role: 'prod-hook' }));
      const [plain, escaped, ordered, pretty] = accesses;
      if (!plain || !escaped || !ordered || !pretty) throw new Error('four accesses were made up');
      const { code, text } = await replayOf(stage, {
        'plain.json': logFile([plain]),
        'escaped.json': logFile([escaped]).replaceAll('AssumeRole', '\\u0041ssume\\u0052ole'),
        'ordered.json': JSON.stringify({
          Records: [Object.fromEntries(Object.entries(ordered.record).reverse())],
        }),
        'pretty.json': JSON.stringify({ Records: [pretty.record] }, undefined, 7),
      });
      for (const access of accesses) check(rings(text, access), `${access.eventId} was not found`);
      check(code === 0, `answers ${String(code)}`);
      return { seen: '4 of 4 found', accesses: [], problems };
    },
  },
];
