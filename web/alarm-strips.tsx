/** That the bell does not ring, that something is broken, or that somebody cannot be told: only while it is so. */
import type { HealthAnswer } from '../lib/api/contract.ts';
import { BellStrip } from './bell-strip.tsx';
import { DownStrip } from './down-strip.tsx';

export const AlarmStrips = ({ health }: { readonly health: HealthAnswer }) => (
  <>
    <BellStrip bell={health.bell} />
    <DownStrip down={health.destinationsDown} />
  </>
);
