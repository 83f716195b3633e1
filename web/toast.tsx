/** What just became of something, for some seconds: seen at the bottom, and said to screen readers. */
import { useEffect, useState } from 'preact/hooks';

const SHOWN_MS = 8_000;

interface Said {
  readonly words: string;
  /** Tells two equal messages apart. */
  readonly number: number;
}

export interface Announcing {
  readonly said: Said;
  readonly announce: (words: string) => void;
}

export const useAnnouncing = (): Announcing => {
  const [said, setSaid] = useState<Said>({ words: '', number: 0 });
  useEffect(() => {
    if (said.words === '') return;
    const timer = setTimeout(() => setSaid({ words: '', number: said.number }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const [announce] = useState(() => (words: string): void => {
    setSaid((before) => ({ words, number: before.number + 1 }));
  });
  return { said, announce };
};

export const Toast = ({ said }: { readonly said: Said }) => (
  <div class="toast-place" role="status" aria-live="polite">
    {said.words === '' ? null : (
      <p class="toast" key={said.number}>
        {said.words}
      </p>
    )}
  </div>
);
