/** One access with everything that is known about it, kept up to date while it is open. */
import { useEffect, useState } from 'preact/hooks';
import type { AccessDetail } from '../lib/api/contract.ts';
import { askAccess } from './api-later.ts';
import type { Problem } from './problem.ts';
import { usePolling } from './use-polling.ts';

const WHILE_WAITING_MS = 2_000;
const SETTLED_MS = 15_000;

export interface OneAccess {
  readonly detail?: AccessDetail;
  readonly problem?: Problem;
}

/** Asks at once whenever `renewed` changes. */
export const useAccess = (accessId: string, renewed: number): OneAccess => {
  const [access, setAccess] = useState<OneAccess>({});
  useEffect(() => setAccess({}), [accessId]);

  const ask = async (signal: AbortSignal): Promise<boolean> => {
    const answer = await askAccess(accessId, signal);
    if (signal.aborted) return true;
    setAccess((before) => (answer.ok ? { detail: answer.value } : { ...before, problem: answer.problem }));
    return answer.ok;
  };

  const isWaiting = access.detail?.summary.telling.code === 'waiting';
  usePolling({
    ask,
    everyMs: isWaiting ? WHILE_WAITING_MS : SETTLED_MS,
    key: `${accessId} ${String(renewed)}`,
  });
  return access.detail === undefined || access.detail.summary.accessId === accessId ? access : {};
};
