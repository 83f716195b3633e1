/** Announces accesses like this one: the button, or why there is none. */
import { useState } from 'preact/hooks';
import type { AccessDetail, ShownException } from '../../lib/api/contract.ts';
import { ExceptionDialog } from './exception-dialog.tsx';
import { Moment } from '../moment.tsx';
import { follow } from '../navigation.ts';
import { takeFocus } from '../take-focus.ts';

interface AnnounceProps {
  readonly detail: AccessDetail;
  readonly announce: (words: string) => void;
}

const Made = ({ made }: { readonly made: ShownException }) => (
  // The button that made it is gone.
  <p class="made" role="status" tabIndex={-1} ref={takeFocus}>
    Expected from now on: <bdi>{made.words}</bdi>, until <Moment iso={made.until} as="full" />.{' '}
    <a href="/?view=exceptions" onClick={follow}>
      All exceptions
    </a>
  </p>
);

export const Announce = ({ detail, announce }: AnnounceProps) => {
  const [isAsked, setAsked] = useState(false);
  const [made, setMade] = useState<ShownException>();
  if (!detail.may.makeException) return null;
  if (detail.noException !== undefined) {
    return <p class="sub announce">No exception can be made for this: {detail.noException}</p>;
  }
  return (
    <div class="announce">
      {made === undefined ? (
        <button type="button" onClick={() => setAsked(true)}>
          Expect accesses like this …
        </button>
      ) : (
        <Made made={made} />
      )}
      {isAsked ? (
        <ExceptionDialog
          detail={detail}
          onLeave={() => setAsked(false)}
          onMade={(exception) => {
            setAsked(false);
            setMade(exception);
            announce('The exception holds from now on');
          }}
        />
      ) : null}
    </div>
  );
};
