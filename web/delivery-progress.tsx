/** How far one message has come: the next try, the vendor's own name for it, and every attempt: folded away where it has arrived. */
import type { ShownAttempt, ShownProgress } from '../lib/api/contract.ts';
import { Moment } from './moment.tsx';

interface AttemptsProps {
  readonly attempts: readonly ShownAttempt[];
  readonly isOpen: boolean;
}

const Attempts = ({ attempts, isOpen }: AttemptsProps) => (
  <details open={isOpen}>
    <summary>
      {attempts.length} {attempts.length === 1 ? 'attempt' : 'attempts'}
    </summary>
    <ol class="attempts">
      {attempts.map((attempt) => (
        <li key={attempt.number}>
          <Moment iso={attempt.startedAt} as="near" /> {attempt.words}
          {attempt.detail === undefined ? null : <span class="sub"> ({attempt.detail})</span>}
        </li>
      ))}
    </ol>
  </details>
);

interface ProgressProps {
  readonly progress: ShownProgress;
  /** "Slack". */
  readonly channel: string;
  /** True: the attempts are shown at once. */
  readonly isOpen?: boolean;
}

const Reference = ({ progress: { reference, url }, channel }: ProgressProps) => {
  if (reference === undefined && url === undefined) return null;
  return (
    <p>
      {url === undefined ? null : (
        <a href={url} rel="noreferrer noopener" target="_blank">
          Open in {channel}
        </a>
      )}{' '}
      {reference === undefined ? null : <bdi class="verbatim sub">{reference}</bdi>}
    </p>
  );
};

export const DeliveryProgress = ({ progress, channel, isOpen = false }: ProgressProps) => (
  <>
    {progress.nextTryAt === undefined ? null : (
      <p>
        Next try at <Moment iso={progress.nextTryAt} as="near" />
      </p>
    )}
    <Reference progress={progress} channel={channel} />
    {progress.attempts.length === 0 ? null : <Attempts attempts={progress.attempts} isOpen={isOpen} />}
  </>
);
