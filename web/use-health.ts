/** What is watched, what is not, and who is down: asked seldom, as it changes seldom. */
import { useState } from 'preact/hooks';
import type { HealthAnswer } from '../lib/api/contract.ts';
import { askHealth } from './api.ts';
import { usePolling } from './use-polling.ts';

const EVERY_MS = 30_000;

/** `undefined` until the first good answer; the last good one stays. Others than who sees everything are refused, and not asked for. */
export const useHealth = (seesEverything: boolean): HealthAnswer | undefined => {
  const [health, setHealth] = useState<HealthAnswer>();
  const ask = async (signal: AbortSignal): Promise<boolean> => {
    if (!seesEverything) return true;
    const answer = await askHealth(signal);
    if (answer.ok) setHealth(answer.value);
    return answer.ok;
  };
  usePolling({ ask, everyMs: EVERY_MS, key: `health ${String(seesEverything)}` });
  return health;
};
