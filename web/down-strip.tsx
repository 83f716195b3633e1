/** Who cannot be told just now: above the list, and only while there is somebody. */
import type { ShownDown } from '../lib/api/contract.ts';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';

export const DownStrip = ({ down }: { readonly down: readonly ShownDown[] }) =>
  down.length === 0 ? null : (
    <ul class="down-strip">
      {down.map(({ destinationId, words, since, nextTryAt }) => (
        <li key={destinationId}>
          <Mark tone="warning" words={`${destinationId} is down`} /> since <Moment iso={since} as="near" />.{' '}
          {words}. What is for it waits and is sent when it is back; next try at{' '}
          <Moment iso={nextTryAt} as="near" />.
        </li>
      ))}
    </ul>
  );
