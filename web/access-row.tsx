/** One access in the list: the person first, then what was entered, from where and when. What all rows share is left out. */
import type { AccessSummary, ShownDoor } from '../lib/api/contract.ts';
import { CertaintyMark } from './certainty-mark.tsx';
import { DoorIcon } from './door-icon.tsx';
import { useContext } from 'preact/hooks';
import { FilterLink, QueryContext } from './filter-link.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { StateMark } from './review/state-mark.tsx';
import type { Shared } from './share-facts.ts';
import { toneOfTelling } from './tone-of.ts';

interface AccessRowProps {
  readonly access: AccessSummary;
  readonly shared: Shared;
  /** It was reviewed meanwhile, so that the list would not hold it any more. */
  readonly hasLeft: boolean;
}

const CLOSED: readonly string[] = ['explained', 'acknowledged', 'expected'];

/** Somebody said what it was: the row steps back. */
export const isClosed = ({ review }: AccessSummary): boolean => CLOSED.includes(review.state.code);

/** Nobody was told, AWS refused it, a door stands open, or somebody escalated it. */
export const needsAttention = (access: AccessSummary): boolean => {
  const { outcome, telling, door, review } = access;
  if (toneOfTelling(telling.code) === 'bad' || review.state.code === 'escalated') return true;
  if (isClosed(access) || door?.weight.code === 'recorded') return false;
  return outcome.code !== 'success' || door?.weight.code === 'urgent';
};

const Who = ({ access, shared }: Pick<AccessRowProps, 'access' | 'shared'>) => {
  const { who, filters } = access;
  if (shared.has('person') && shared.has('home')) return null;
  return (
    <div class="cell who">
      {shared.has('person') ? null : (
        <span class="lead">
          <FilterLink field="person" value={filters.person} class="name">
            <bdi>{who.name}</bdi>
          </FilterLink>{' '}
          <CertaintyMark certainty={who.certainty} />
        </span>
      )}
      {shared.has('home') ? null : (
        <span class="sub">
          <FilterLink field="home" value={filters.home}>
            <bdi>{who.home}</bdi>
          </FilterLink>
        </span>
      )}
    </div>
  );
};

const Refused = ({ access, isLoud }: { readonly access: AccessSummary; readonly isLoud: boolean }) =>
  access.outcome.code === 'success' ? null : (
    <>
      <FilterLink field="outcome" value={access.filters.outcome} class="bare">
        <Mark tone={isLoud ? 'bad' : 'plain'} words={access.outcome.words} note={access.outcome.note} />
      </FilterLink>{' '}
    </>
  );

/** What was done instead of entering a role. */
const Deed = ({ access, door }: { readonly access: AccessSummary; readonly door: ShownDoor }) => (
  <span class="lead deed">
    <DoorIcon />
    <span class="words">
      <span class="unseen">Door: </span>
      <Refused access={access} isLoud={door.weight.code !== 'recorded' && !isClosed(access)} />
      <bdi>{door.explanation}</bdi>
    </span>
  </span>
);

const Where = ({ access, shared }: Pick<AccessRowProps, 'access' | 'shared'>) => (
  <div class="cell where">
    {access.door === undefined ? (
      <span class="lead">
        <Refused access={access} isLoud={!isClosed(access)} />
        {shared.has('role') ? null : (
          <FilterLink field="role" value={access.filters.role}>
            <bdi>{access.role}</bdi>
          </FilterLink>
        )}
      </span>
    ) : (
      <Deed access={access} door={access.door} />
    )}
    {shared.has('account') ? null : (
      <span class="sub">
        <FilterLink field="account" value={access.filters.account}>
          <bdi>{access.account.name}</bdi>
        </FilterLink>
      </span>
    )}
  </div>
);

const From = ({ access, shared }: Pick<AccessRowProps, 'access' | 'shared'>) =>
  shared.has('origin') && shared.has('entry') ? null : (
    <div class="cell from">
      {shared.has('origin') ? null : (
        <span class="lead">
          <FilterLink field="address" value={access.filters.address}>
            <bdi>{access.origin}</bdi>
          </FilterLink>
        </span>
      )}
      {shared.has('entry') ? null : (
        <span class="sub">
          <FilterLink field="entry" value={access.filters.entry} title={access.entry.note}>
            {access.entry.words}
          </FilterLink>
        </span>
      )}
    </div>
  );

const Review = ({ access, shared, hasLeft }: AccessRowProps) => {
  const { tab } = useContext(QueryContext);
  const { state } = access.review;
  if (hasLeft) {
    return (
      <Mark tone="plain" words="reviewed meanwhile" note="Somebody else did: open it to see what was said." />
    );
  }
  // That it was not reviewed is what the tab says of all of them.
  const isSaid = shared.has('state') || (tab === 'open' && state.code === 'unreviewed');
  return isSaid ? null : <StateMark state={state} />;
};

/** Only what is not the same everywhere: who was told, and where the review stands. */
const Standing = (props: AccessRowProps) => {
  const { telling } = props.access;
  return (
    <div class="cell standing">
      <Review {...props} />
      {props.shared.has('telling') ? null : (
        <Mark tone={toneOfTelling(telling.code)} words={telling.words} note={telling.note} />
      )}
    </div>
  );
};

/** "refused" is already said beside the role. */
const Notes = ({ access }: { readonly access: AccessSummary }) => {
  const observations = access.observations.filter(({ code }) => code !== 'denied');
  const remarks = [access.late, access.corrected].filter((words) => words !== undefined);
  if (observations.length === 0 && remarks.length === 0) return null;
  return (
    <div class="notes">
      {observations.map(({ code, words, note }) => (
        <FilterLink key={code} field="observation" value={code} class={`tag ${code}`} title={note}>
          {words}
        </FilterLink>
      ))}
      {remarks.map((words) => (
        <span class="tag remark" key={words}>
          {words}
        </span>
      ))}
    </div>
  );
};

const Reviewed = ({ access: { review } }: { readonly access: AccessSummary }) => {
  const said = review.words ?? review.expected?.words;
  const moment = review.words === undefined ? review.expected?.until : review.at;
  if (said === undefined) return null;
  return (
    <p class="reviewed sub">
      <bdi>{said}</bdi>
      {moment === undefined ? null : (
        <>
          {review.words === undefined ? ' ' : ', '}
          <Moment iso={moment} as={review.words === undefined ? 'full' : 'age'} />
        </>
      )}
    </p>
  );
};

export const AccessRow = ({ access, shared, hasLeft }: AccessRowProps) => (
  <div class="row-cells">
    <Who access={access} shared={shared} />
    <Where access={access} shared={shared} />
    <From access={access} shared={shared} />
    <Standing access={access} shared={shared} hasLeft={hasLeft} />
    <div class="cell when">
      <span class="lead">
        <Moment iso={access.time} as="clock" />
      </span>
      <span class="sub">
        <Moment iso={access.time} as="age" />
      </span>
    </div>
    <Notes access={access} />
    <Reviewed access={access} />
  </div>
);
