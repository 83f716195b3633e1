/** The tone in which a state is shown. */
import type { DeliveryState, TellingState, Tone } from '../lib/api/contract.ts';

const TELLING: Readonly<Record<TellingState, Tone>> = {
  told: 'good',
  waiting: 'waiting',
  rejected: 'bad',
  grouped: 'plain',
  nobody: 'bad',
};

const DELIVERY: Readonly<Record<DeliveryState, Tone>> = {
  pending: 'waiting',
  'in-progress': 'waiting',
  sent: 'good',
  rejected: 'bad',
};

export const toneOfTelling = (state: TellingState): Tone => TELLING[state];

export const toneOfDelivery = (state: DeliveryState): Tone => DELIVERY[state];
