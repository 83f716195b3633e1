/** Has a notice told once more, after one question: people read what arrives. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { sendAgain } from './api-later.ts';
import type { Problem } from './problem.ts';
import { takeFocus } from './take-focus.ts';
import { Trouble } from './trouble.tsx';

interface DeliveryAgainProps {
  readonly accessId: string;
  readonly destinationId: string;
  readonly onSent: () => void;
}

type Step =
  | { readonly kind: 'offered' | 'asked' | 'sending' }
  | { readonly kind: 'sent'; readonly words: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

export const DeliveryAgain = ({ accessId, destinationId, onSent }: DeliveryAgainProps) => {
  const [step, setStep] = useState<Step>({ kind: 'offered' });
  const place = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // The button that was pressed is gone: the focus stays where it was, unless the reader has gone on.
    const isHere =
      document.activeElement === document.body || place.current?.contains(document.activeElement);
    if (!isFirst.current && isHere === true) {
      takeFocus(place.current?.querySelector<HTMLElement>('.primary, button, [role=status]') ?? null);
    }
    isFirst.current = false;
  }, [step.kind]);
  const send = async (): Promise<void> => {
    setStep({ kind: 'sending' });
    const answer = await sendAgain(accessId, destinationId);
    if (!answer.ok) return setStep({ kind: 'failed', problem: answer.problem });
    setStep({ kind: 'sent', words: answer.value.words });
    onSent();
  };
  return (
    <div class="again" ref={place}>
      {step.kind === 'offered' ? (
        <button type="button" onClick={() => setStep({ kind: 'asked' })}>
          Send again<span class="unseen"> to {destinationId}</span>
        </button>
      ) : null}
      {step.kind === 'asked' || step.kind === 'sending' ? (
        <p class="with-button">
          <span>Tell {destinationId} once more?</span>
          <button
            type="button"
            class="primary"
            aria-disabled={step.kind === 'sending'}
            onClick={() => step.kind === 'asked' && void send()}
          >
            Send
          </button>
          <button type="button" onClick={() => setStep({ kind: 'offered' })}>
            Do not
          </button>
        </p>
      ) : null}
      {step.kind === 'failed' ? (
        <Trouble problem={step.problem} title="It was not sent again" onAgain={() => void send()} />
      ) : null}
      <p role="status" tabIndex={-1}>
        {step.kind === 'sent' ? step.words : ''}
      </p>
    </div>
  );
};
