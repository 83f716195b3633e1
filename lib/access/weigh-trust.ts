/** What the entered role's trust policy makes of the words a caller chose: what it pins cannot be made up. */
import type { TrustPins } from '../iam/opening.ts';
import type { Evidence } from './caller.ts';
import { mayNamePerson } from './session-name.ts';

const PINNED = 'pinned by the trust policy';

/** Where a caller's own words stand, what they are, and which pin of the policy is about them. */
const WORDS: readonly { readonly source: string; readonly name: string; readonly pin: keyof Pins }[] = [
  { source: 'sourceIdentity', name: 'source identity', pin: 'sourceIdentity' },
  { source: 'requestParameters.roleSessionName', name: 'session name', pin: 'sessionName' },
];

type Pins = Pick<TrustPins, 'sessionName' | 'sourceIdentity'>;

/**
 * Each piece with what it is worth by this policy. Only what the caller claimed is weighed: what an identity provider or
 * AWS says does not depend on the policy, and a name that a program made up names nobody however it is pinned.
 */
export const weighTrust = (evidence: readonly Evidence[], trust: TrustPins): readonly Evidence[] =>
  evidence.map((piece) => {
    const words = WORDS.find(({ source }) => source === piece.source);
    if (words === undefined || piece.certainty !== 'claimed' || !mayNamePerson(piece.value)) return piece;
    switch (trust[words.pin]) {
      case 'pinned':
        return { ...piece, certainty: 'asserted', note: `${words.name}, ${PINNED}` };
      case 'limited':
        return { ...piece, note: `${words.name}, chosen by the caller within what the trust policy allows` };
      case 'free':
        // As the record alone: a claim, and said to be one.
        return piece;
    }
  });

/** Pieces that this policy has made certain, as `weighTrust` left them: of a kind, or of any. */
export const isPinned = (piece: Evidence, pin?: keyof Pins): boolean =>
  piece.certainty === 'asserted' &&
  WORDS.some(
    ({ source, name, pin: own }) =>
      source === piece.source && piece.note === `${name}, ${PINNED}` && (pin === undefined || pin === own),
  );
