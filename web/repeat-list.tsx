/** The repeats of one entry, oldest first: equal to the access above in all but time, origin and notes. */
import { useLayoutEffect } from 'preact/hooks';
import type { AccessSummary } from '../lib/api/contract.ts';
import type { Entry } from './fold-repeats.ts';
import { Moment } from './moment.tsx';
import { RowLink } from './row-link.tsx';
import { repeatsElementId } from './repeats-line.tsx';
import { showRow } from './rows-in-view.ts';

interface RepeatListProps {
  readonly entry: Entry;
  /** At most so many are shown. */
  readonly count: number;
  readonly openId: string | undefined;
  readonly onOpen: (accessId: string) => void;
  readonly onMore: () => void;
}

const Remarks = ({ access }: { readonly access: AccessSummary }) => {
  const remarks = [access.late, access.corrected].filter((words) => words !== undefined);
  return (
    <>
      {remarks.map((words) => (
        <span class="tag remark" key={words}>
          {words}
        </span>
      ))}
    </>
  );
};

/** All repeats of an entry have the same to say about who was told. */
const sayWhy = ({ lead, repeats }: Entry): string | undefined =>
  lead.groupedWith === undefined
    ? 'Counted instead of told: the notice of the access above stands for these.'
    : repeats[0]?.telling.note;

export const RepeatList = ({ entry, count, openId, onOpen, onMore }: RepeatListProps) => {
  const { id, repeats } = entry;
  const rest = repeats.length - count;
  useLayoutEffect(() => {
    // The list was drawn before these rows were there.
    if (openId !== undefined) showRow(openId);
  }, []);
  return (
    <div class="repeats" id={repeatsElementId(id)}>
      <p class="sub">{sayWhy(entry)}</p>
      <ol aria-label="Repeats, oldest first">
        {repeats.slice(0, count).map((access) => (
          <li key={access.accessId}>
            <RowLink
              access={access}
              isOpen={access.accessId === openId}
              isCurrent
              onOpen={onOpen}
              kind="repeat-link"
            >
              <Moment iso={access.time} as="clock" /> <bdi>{access.origin}</bdi>{' '}
              <span class="unseen">{access.sentence}</span>
              <Remarks access={access} />
            </RowLink>
          </li>
        ))}
      </ol>
      {rest <= 0 ? null : (
        <button type="button" onClick={onMore}>
          Show more of {rest.toLocaleString('en-GB')}
        </button>
      )}
    </div>
  );
};
