/** One row of the list: the person first, then what was entered, from where, who was told, and when. */
import type { AccessSummary } from '../lib/api/contract.ts';
import { CertaintyMark } from './certainty-mark.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { rowElementId } from './rows-in-view.ts';
import { toneOfTelling } from './tone-of.ts';
import { linkTo } from './use-open-access.ts';

interface AccessRowProps {
  readonly access: AccessSummary;
  readonly isOpen: boolean;
  readonly isNew: boolean;
  readonly onOpen: (accessId: string) => void;
}

/** Clicks that ask the browser for a new tab or window stay the browser's. */
const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

const needsAttention = ({ outcome, telling }: AccessSummary): boolean =>
  outcome.code !== 'success' || toneOfTelling(telling.code) === 'bad';

const Where = ({ access }: { readonly access: AccessSummary }) => (
  <span class="cell where">
    <span class="lead">
      {access.outcome.code === 'success' ? (
        <span class="verb">entered </span>
      ) : (
        <Mark tone="bad" words={access.outcome.words} note={access.outcome.note} />
      )}{' '}
      <bdi>{access.role}</bdi>
    </span>
    <span class="sub">
      <bdi>{access.account.name}</bdi>
    </span>
  </span>
);

/** "refused" is already said beside the role. */
const Notes = ({ access }: { readonly access: AccessSummary }) => {
  const observations = access.observations.filter(({ code }) => code !== 'denied');
  if (observations.length === 0 && access.late === undefined) return null;
  return (
    <span class="notes">
      {observations.map(({ code, words, note }) => (
        <span class={`tag ${code}`} title={note} key={code}>
          {words}
        </span>
      ))}
      {access.late === undefined ? null : <span class="tag late">{access.late}</span>}
    </span>
  );
};

export const AccessRow = ({ access, isOpen, isNew, onOpen }: AccessRowProps) => {
  const click = (event: MouseEvent): void => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onOpen(access.accessId);
  };
  const classes = ['row', needsAttention(access) ? 'attention' : '', isNew ? 'new' : ''].join(' ');
  return (
    <li class={classes}>
      <a
        class="row-link"
        id={rowElementId(access.accessId)}
        data-access={access.accessId}
        href={linkTo(access.accessId)}
        aria-current={isOpen ? 'true' : undefined}
        onClick={click}
      >
        <span class="cell who">
          <span class="lead">
            <bdi class="name">{access.who.name}</bdi> <CertaintyMark certainty={access.who.certainty} />
          </span>
          <span class="sub">
            <bdi>{access.who.home}</bdi>
          </span>
        </span>
        <Where access={access} />
        <span class="cell from">
          <bdi class="lead">{access.origin}</bdi>
          <span class="sub">{access.entry.words}</span>
        </span>
        <span class="cell telling">
          <Mark
            tone={toneOfTelling(access.telling.code)}
            words={access.telling.words}
            note={access.telling.note}
          />
        </span>
        <span class="cell when">
          <span class="lead">
            <Moment iso={access.time} as="clock" />
          </span>
          <span class="sub">
            <Moment iso={access.time} as="age" />
          </span>
        </span>
        <Notes access={access} />
      </a>
    </li>
  );
};
