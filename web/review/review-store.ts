/** Which accesses are being reviewed right now, and the newest review of each that the reader has seen. */
import { useEffect, useState } from 'preact/hooks';
import type { AccessSummary, ReviewAction, ShownReview } from '../../lib/api/contract.ts';

type Pending = ReadonlyMap<string, ReviewAction>;

let pending: Pending = new Map();
const followers = new Set<(pending: Pending) => void>();
const seen = new Map<string, ShownReview>();

const tell = (next: Pending): void => {
  pending = next;
  for (const follow of followers) follow(next);
};

export const beginReview = (accessIds: readonly string[], action: ReviewAction): void =>
  tell(new Map([...pending, ...accessIds.map((id) => [id, action] as const)]));

export const endReview = (accessIds: readonly string[]): void =>
  tell(new Map([...pending].filter(([id]) => !accessIds.includes(id))));

/** The action that is on its way, if any. */
export const usePendingReview = (accessId: string): ReviewAction | undefined => {
  const [known, setKnown] = useState(pending);
  useEffect(() => {
    followers.add(setKnown);
    return () => void followers.delete(setKnown);
  }, []);
  return known.get(accessId);
};

/** To be called with whatever the reader is shown of an access. */
export const noteSeen = (accessId: string, review: ShownReview): void => {
  if (review.version >= (seen.get(accessId)?.version ?? 0)) seen.set(accessId, review);
};

/** The access with the newest review that was shown: a list may be some seconds behind the opened access. */
export const asSeen = (access: AccessSummary): AccessSummary => {
  const newest = seen.get(access.accessId);
  return newest === undefined || newest.version <= access.review.version
    ? access
    : { ...access, review: newest };
};
