/** That the bell does not ring, or that something is broken: above the list, and only while it is so. */
import type { ShownBell } from '../lib/api/contract.ts';
import { BellLine } from './bell-lines.tsx';

const MOST_SHOWN = 3;

export const BellStrip = ({ bell }: { readonly bell: ShownBell }) => {
  const wrong = [bell.canary, bell.doctor].filter(({ tone }) => tone === 'bad');
  return wrong.length === 0 ? null : (
    <ul class="down-strip">
      {wrong.map((line) => (
        <li key={line.words}>
          <BellLine line={line} />
          {line === bell.doctor ? ` ${bell.doctor.broken.slice(0, MOST_SHOWN).join('; ')}.` : null}
        </li>
      ))}
    </ul>
  );
};
