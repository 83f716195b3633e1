/** How sure we are of a name: the word, and a ring that is the fuller the surer. */
import type { Certainty, Worded } from '../lib/api/contract.ts';

const SHAPES: Readonly<Record<Certainty, string>> = {
  asserted: 'M11 6A5 5 0 1 1 1 6a5 5 0 0 1 10 0zM3.8 6.2l1.6 1.6 2.9-3.4',
  resolved: 'M6 1a5 5 0 0 1 0 10zM11 6A5 5 0 1 1 1 6a5 5 0 0 1 10 0z',
  claimed: 'M2 2h8v5.5H6.2L4 10V7.5H2z',
  unknown: 'M4 4.2A2 2 0 1 1 6 6.3v1M6 9.7v.1',
};

interface CertaintyMarkProps {
  readonly certainty: Worded<Certainty>;
}

export const CertaintyMark = ({ certainty }: CertaintyMarkProps) => (
  <span class={`mark certainty ${certainty.code}`} title={certainty.note}>
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[certainty.code]} />
    </svg>
    <span>{certainty.words}</span>
  </span>
);
