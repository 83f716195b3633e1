/** The bar over the chosen rows, and the dialogs of whatever is being said about one or many accesses. */
import type { ReviewBarProps } from '../reviewing.ts';
import { ActionDialog } from './action-dialog.tsx';
import { CollisionDialog } from './collision-dialog.tsx';
import { ReviewButtons } from './review-buttons.tsx';
import { type OpenAction, type ReviewDesk, useReviewDesk } from './review-desk.ts';
import { UndoToast } from './undo-toast.tsx';

const Chosen = ({ chosen, onAsk, onClear }: ReviewBarProps) => (
  <section class="review-bar" aria-label="Chosen accesses">
    <strong>{chosen.length} chosen</strong>
    <ReviewButtons onAsk={onAsk} />
    <button type="button" class="quiet" onClick={onClear}>
      Choose none
    </button>
  </section>
);

const Asked = ({ desk, open }: { readonly desk: ReviewDesk; readonly open: OpenAction }) => {
  const { action, accesses } = open.ask;
  if (action === 'undo') return null;
  return (
    <ActionDialog
      action={action}
      accesses={accesses}
      form={open.form}
      problem={open.problem}
      onChange={desk.change}
      onSend={desk.send}
      onLeave={desk.leave}
    />
  );
};

export const ReviewBar = (props: ReviewBarProps) => {
  const desk = useReviewDesk(props);
  const { open, collision } = desk;
  return (
    <>
      {props.chosen.length === 0 ? null : <Chosen {...props} />}
      {open === undefined ? null : <Asked desk={desk} open={open} />}
      {collision === undefined || open !== undefined ? null : (
        <CollisionDialog collision={collision} onAnyway={desk.applyAnyway} onLeave={desk.leaveCollision} />
      )}
      <UndoToast done={desk.done} onUndo={desk.undo} onGone={desk.forget} />
    </>
  );
};
