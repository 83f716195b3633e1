/**
 * What was typed for an action and is not sent yet. It outlives a reload in this tab, so that signing in again costs
 * nothing of it.
 */
import type { ReviewAsk } from '../reviewing.ts';
import type { ReviewForm } from './review-form.ts';

export interface Draft {
  readonly ask: ReviewAsk;
  readonly form: ReviewForm;
}

const KEY = 'rolecall.draft';

/** Storage may be switched off or full; the draft then lasts as long as the page. */
export const keepDraft = (draft: Draft): void => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
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

export const readDraft = (): Draft | undefined => {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as Draft);
  } catch {
    return undefined;
  }
};
