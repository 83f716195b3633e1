/** How a value out of a record becomes a piece of evidence. */
import type { Certainty, Evidence } from './caller.ts';
import { mayNamePerson } from './session-name.ts';

/** CloudTrail's word for a value it does not show, e.g. a user name that may be a mistyped password. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Subjects and user names of identity providers have no limit of their own. */
const LONGEST_VALUE = 1024;

interface Worth {
  readonly certainty: Certainty;
  readonly note: string;
}

/** Nothing when there is no value, or none that is shown. */
export const piece = (source: string, value: string | undefined, worth: Worth): readonly Evidence[] =>
  isShown(value) ? [{ source, value: value.slice(0, LONGEST_VALUE), ...worth }] : [];

export const isShown = (value: string | undefined): value is string =>
  value !== undefined && value !== '' && value !== HIDDEN;

export const asserted = (source: string, value: string | undefined, note: string): readonly Evidence[] =>
  piece(source, value, { certainty: 'asserted', note });

/** True, but the name of nobody. */
export const nameless = (source: string, value: string | undefined, note: string): readonly Evidence[] =>
  piece(source, value, { certainty: 'unknown', note });

/** A name that a program made up is evidence too, but names nobody. */
export const claim = (source: string, value: string | undefined, note: string): readonly Evidence[] =>
  value === undefined || mayNamePerson(value)
    ? piece(source, value, { certainty: 'claimed', note })
    : nameless(source, value, `${note}; made up by a program`);
