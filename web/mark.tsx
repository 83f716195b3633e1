/** A state in words, with a shape and a colour beside them: never colour alone. */
import type { Tone } from '../lib/api/contract.ts';

interface MarkProps {
  readonly tone: Tone;
  readonly words: string;
  readonly note?: string | undefined;
}

const SHAPES: Readonly<Record<Tone, string>> = {
  good: 'M2.5 6.4 5 8.9l4.6-5.6',
  waiting: 'M6 2.8v3.4l2.3 1.5M11 6A5 5 0 1 1 1 6a5 5 0 0 1 10 0z',
  warning: 'M6 3.2v3.4M6 8.8v.1M6 1l5.2 9.5H.8z',
  bad: 'M6 3.2v3.4M6 8.8v.1M6 1l5.2 9.5H.8z',
  plain: 'M2.5 6h7',
};

export const Mark = ({ tone, words, note }: MarkProps) => (
  <span class={`mark ${tone}`} title={note}>
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[tone]} />
    </svg>
    <span>{words}</span>
  </span>
);
