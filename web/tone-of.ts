/** The tone in which it is shown who has been told. */
import type { TellingState, Tone } from '../lib/api/contract.ts';

const TELLING: Readonly<Record<TellingState, Tone>> = {
  told: 'good',
  'told-instead': 'warning',
  waiting: 'waiting',
  rejected: 'bad',
  grouped: 'plain',
  recorded: 'plain',
  nobody: 'bad',
};

export const toneOfTelling = (state: TellingState): Tone => TELLING[state];
