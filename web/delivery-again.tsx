/** Has a notice told once more, after one question: people read what arrives. */
import { useState } from 'preact/hooks';
import { sendAgain } from './api-later.ts';
import type { Problem } from './problem.ts';
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
  const send = async (): Promise<void> => {
    setStep({ kind: 'sending' });
    const answer = await sendAgain(accessId, destinationId);
    if (!answer.ok) return setStep({ kind: 'failed', problem: answer.problem });
    setStep({ kind: 'sent', words: answer.value.words });
    onSent();
  };
  return (
    <div class="again">
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
            ref={(button) => button?.focus()}
            disabled={step.kind === 'sending'}
            onClick={() => void send()}
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
      <p role="status">{step.kind === 'sent' ? step.words : ''}</p>
    </div>
  );
};
