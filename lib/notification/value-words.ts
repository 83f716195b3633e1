/** What accesses and doors say in the same words. */
import type { MfaState } from '../access/role-access.ts';

export const MFA_WORDS: Readonly<Record<MfaState, string>> = {
  yes: 'yes',
  no: 'no',
  'not-recorded': 'not recorded',
};

export const MFA_NOTE: Readonly<Record<MfaState, { readonly note?: string }>> = {
  yes: {},
  no: {},
  'not-recorded': { note: 'this kind of record cannot tell' },
};

/** Longest value of a fact: below the smallest limit of any channel. */
export const VALUE_LENGTH = 600;
