import type { Result } from './fault-case.ts';
export async function runRandomly(_o: unknown, _p: { seed: number; minutes: number }): Promise<Result> {
  throw new Error('later');
}
