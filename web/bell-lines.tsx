/** Whether the bell rings, and how long that takes: below the list, always. */
import type { ShownBell } from '../lib/api/contract.ts';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';

interface LineProps {
  readonly line: Pick<ShownBell['doctor'], 'tone' | 'words' | 'at'>;
}

/** Its words end where the moment begins. */
export const BellLine = ({ line: { tone, words, at } }: LineProps) => (
  <>
    <Mark tone={tone} words={words} />
    {at === undefined ? null : (
      <>
        {' '}
        <Moment iso={at} as="near" />
      </>
    )}
    .
  </>
);

export const BellLines = ({ bell }: { readonly bell: ShownBell }) => (
  <p class="bell-lines">
    <BellLine line={bell.canary} /> <BellLine line={bell.doctor} /> <code>npx rolecall doctor</code> says all
    of it.
  </p>
);
