/**
 * What was typed for an action and is not sent yet. It outlives a reload in this tab, so that signing in again costs
 * nothing of it. It is its writer's alone, and comes back where it was written: somebody else who signs in in the same
 * tab never sees it.
 */
import type { ReviewAsk } from '../reviewing.ts';
import { readTokens } from '../sign-in/storage.ts';
import type { ReviewForm } from './review-form.ts';

export interface Draft {
  readonly ask: ReviewAsk;
  readonly form: ReviewForm;
}

interface Kept extends Draft {
  readonly by: string | null;
  /** The access that was open. */
  readonly open: string | null;
}

const KEY = 'rolecall.draft';

/** Access tokens are JWTs: the authorizer takes no others. `null`: it names nobody. */
const subjectOf = (token: string | undefined): string | null => {
  try {
    const claims = (token ?? '').split('.')[1] ?? '';
    const { iss, sub } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as {
      readonly iss?: string;
      readonly sub?: string;
    };
    return `${String(iss)} ${String(sub)}`;
  } catch {
    return null;
  }
};

/** Known from the beginning: a session that has ended has no token any more. */
let reader = subjectOf(readTokens()?.accessToken);

const currentReader = (): string | null => {
  reader = subjectOf(readTokens()?.accessToken) ?? reader;
  return reader;
};

const openAccess = (): string | null => new URLSearchParams(location.search).get('access');

/** Storage may be switched off or full; the draft then lasts as long as the page. */
export const keepDraft = ({ ask, form }: Draft): void => {
  try {
    const kept: Kept = { ask, form, by: currentReader(), open: openAccess() };
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    return;
  }
};

export const dropDraft = (): void => {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
};

const readKept = (): Kept | undefined => {
  try {
    const text = sessionStorage.getItem(KEY);
    const kept = text === null ? undefined : (JSON.parse(text) as Kept);
    if (kept === undefined || kept.by === currentReader()) return kept;
    dropDraft();
    return undefined;
  } catch {
    return undefined;
  }
};

/** What the reader typed here before the page was loaded anew. */
export const readDraft = (): Draft | undefined => {
  const kept = readKept();
  return kept?.open === openAccess() ? kept : undefined;
};

/** What the reader typed for the same action on the same accesses, wherever that was. */
export const formFor = ({ action, accesses }: ReviewAsk): ReviewForm | undefined => {
  const kept = readKept();
  const isSame =
    kept?.ask.action === action &&
    kept.ask.accesses.length === accesses.length &&
    kept.ask.accesses.every(({ accessId }, index) => accesses[index]?.accessId === accessId);
  return isSame ? kept.form : undefined;
};
