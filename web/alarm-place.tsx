/** Where alarms are said. It is there before them, so that screen readers hear them come. */
import type { HealthAnswer } from '../lib/api/contract.ts';
import { lazy } from './lazy.tsx';

const AlarmStrips = lazy({ load: async () => (await import('./later.ts')).AlarmStrips, isLater: true });

const isAlarming = ({ bell, destinationsDown }: HealthAnswer): boolean =>
  bell.canary.tone === 'bad' || bell.doctor.tone === 'bad' || destinationsDown.length > 0;

export const AlarmPlace = ({ health }: { readonly health: HealthAnswer | undefined }) => (
  <div role="status">
    {health !== undefined && isAlarming(health) ? <AlarmStrips health={health} /> : null}
  </div>
);
