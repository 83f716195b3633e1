/** Copies a text, and says whether that went well. */
import { useState } from 'preact/hooks';

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
}

type Copied = 'yes' | 'no' | undefined;

const WORDS = { yes: 'Copied', no: 'Not copied: the browser refused' } as const;

export const CopyButton = ({ label, text }: CopyButtonProps) => {
  const [copied, setCopied] = useState<Copied>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied('yes');
    } catch {
      setCopied('no');
    }
    setTimeout(() => setCopied(undefined), 2_000);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <span role="status">{copied === undefined ? label : WORDS[copied]}</span>
    </button>
  );
};
