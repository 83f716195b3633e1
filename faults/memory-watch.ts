/** How much memory processes hold, looked at while something happens. */
import { readFile } from 'node:fs/promises';

export interface MemoryWatch {
  /** Ends the watching; per process the megabytes at each look. Empty where the system does not tell. */
  stop(): ReadonlyMap<number, readonly number[]>;
}

const BETWEEN_MS = 500;
const PAGE_BYTES = 4096;

export function watchMemory(pids: () => readonly number[]): MemoryWatch {
  const looks = new Map<number, number[]>();
  const look = async (): Promise<void> => {
    for (const pid of pids()) {
      const megabytes = await residentMegabytes(pid);
      if (megabytes === undefined) continue;
      looks.set(pid, [...(looks.get(pid) ?? []), megabytes]);
    }
  };
  const timer = setInterval(() => void look(), BETWEEN_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return looks;
    },
  };
}

/** From /proc, which only Linux has. */
async function residentMegabytes(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${String(pid)}/statm`, 'utf8').catch(() => '');
  const pages = Number(text.split(' ')[1]);
  return Number.isFinite(pages) ? (pages * PAGE_BYTES) / 2 ** 20 : undefined;
}

/** Growth of the worst process, in megabytes: its last third against its second, once it is warm. */
export function worstGrowth(looks: ReadonlyMap<number, readonly number[]>): number {
  const growths = [...looks.values()]
    .filter((each) => each.length >= 12)
    .map((each) => {
      const third = Math.floor(each.length / 3);
      return mean(each.slice(-third)) - mean(each.slice(third, 2 * third));
    });
  return Math.max(0, ...growths);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
