/** Where the review stands: a word with a shape. */
import type { ReviewState, Tone, Worded } from '../../lib/api/contract.ts';
import { Mark } from '../mark.tsx';

const TONES: Readonly<Record<ReviewState, Tone>> = {
  unreviewed: 'waiting',
  escalated: 'bad',
  explained: 'good',
  acknowledged: 'good',
  expected: 'plain',
  grouped: 'plain',
  recorded: 'plain',
};

export const StateMark = ({ state }: { readonly state: Worded<ReviewState> }) => (
  <Mark tone={TONES[state.code]} words={state.words} note={state.note} />
);
