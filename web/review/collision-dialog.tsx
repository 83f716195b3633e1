/** It was changed meanwhile, by somebody else or in another tab: who, what stands now, and the choice to act all the same. */
import type { AccessSummary } from '../../lib/api/contract.ts';
import { Moment } from '../moment.tsx';
import { ACTION_WORDS } from './actions.ts';
import type { Collision } from './review-desk.ts';
import { SmallDialog } from './small-dialog.tsx';
import { StateMark } from './state-mark.tsx';

interface CollisionDialogProps {
  readonly collision: Collision;
  readonly onAnyway: () => void;
  readonly onLeave: () => void;
}

const sentenceOf = (accesses: readonly AccessSummary[], accessId: string): string =>
  accesses.find((access) => access.accessId === accessId)?.sentence ?? accessId;

const titleOf = ({ results }: Collision): string => {
  const clashes = results.filter(({ kind }) => kind === 'conflict').length;
  if (clashes === 0) return results.length === 1 ? 'It was not written' : 'Some were not written';
  return clashes === 1 ? 'It was changed meanwhile' : `${String(clashes)} accesses were changed meanwhile`;
};

export const CollisionDialog = ({ collision, onAnyway, onLeave }: CollisionDialogProps) => {
  const { ask, results } = collision;
  const mayGoOn = ask.action !== 'undo' && results.some(({ kind }) => kind === 'conflict');
  const label = ask.action === 'undo' ? undefined : `${ACTION_WORDS[ask.action].label} anyway`;
  return (
    <SmallDialog
      title={titleOf(collision)}
      label={mayGoOn ? label : undefined}
      leave={mayGoOn ? 'Leave it as it is' : 'Close'}
      onSubmit={onAnyway}
      onLeave={onLeave}
    >
      <p class="sub">Nothing of yours was written for {results.length === 1 ? 'it' : 'these'}.</p>
      <ul class="collisions">
        {results.map(({ accessId, words, review }) => (
          <li key={accessId}>
            <p>
              <bdi>{sentenceOf(ask.accesses, accessId)}</bdi>
            </p>
            <p>
              <strong>{words}</strong>
              {review === undefined ? null : (
                <>
                  {' '}
                  <StateMark state={review.state} />
                  {review.at === undefined ? null : (
                    <span class="sub">
                      {' '}
                      <Moment iso={review.at} as="near" />
                    </span>
                  )}
                </>
              )}
            </p>
            {review?.note === undefined ? null : <p class="quote">{review.note}</p>}
          </li>
        ))}
      </ul>
    </SmallDialog>
  );
};
