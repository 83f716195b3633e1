/** Who has signed in and what he may do: asked until it is known. */
import { useState } from 'preact/hooks';
import type { MeAnswer } from '../lib/api/contract.ts';
import { askMe } from './api.ts';
import { usePolling } from './use-polling.ts';

const EVERY_MS = 10 * 60_000;

export const useMe = (): MeAnswer | undefined => {
  const [me, setMe] = useState<MeAnswer>();
  const ask = async (signal: AbortSignal): Promise<boolean> => {
    const answer = await askMe(signal);
    if (answer.ok) setMe(answer.value);
    return answer.ok;
  };
  usePolling({ ask, everyMs: EVERY_MS, key: 'me' });
  return me;
};
