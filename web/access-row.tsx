/** One access in the list: the person first, then what was entered, from where, who was told, and when. */
import type { AccessSummary, ShownDoor } from '../lib/api/contract.ts';
import { CertaintyMark } from './certainty-mark.tsx';
import { DoorIcon } from './door-icon.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { RowLink } from './row-link.tsx';
import { toneOfTelling } from './tone-of.ts';

interface AccessRowProps {
  readonly access: AccessSummary;
  readonly isOpen: boolean;
  readonly onOpen: (accessId: string) => void;
}

/** Somebody should look at it: nobody was told, AWS refused it, or a door stands open. */
export const needsAttention = ({ outcome, telling, door }: AccessSummary): boolean => {
  if (toneOfTelling(telling.code) === 'bad') return true;
  if (door?.weight.code === 'recorded') return false;
  return outcome.code !== 'success' || door?.weight.code === 'urgent';
};

/** What was done instead of entering a role, and on which account. */
const Deed = ({ access, door }: { readonly access: AccessSummary; readonly door: ShownDoor }) => (
  <span class="cell where">
    <span class="lead deed">
      <DoorIcon />
      <span class="words">
        <span class="unseen">Door: </span>
        {access.outcome.code === 'success' ? null : (
          <>
            <Mark
              tone={door.weight.code === 'recorded' ? 'plain' : 'bad'}
              words={access.outcome.words}
              note={access.outcome.note}
            />{' '}
          </>
        )}
        <bdi>{door.explanation}</bdi>
      </span>
    </span>
    <span class="sub">
      <bdi>{access.account.name}</bdi>
    </span>
  </span>
);

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
  const remarks = [access.late, access.corrected].filter((words) => words !== undefined);
  if (observations.length === 0 && remarks.length === 0) return null;
  return (
    <span class="notes">
      {observations.map(({ code, words, note }) => (
        <span class={`tag ${code}`} title={note} key={code}>
          {words}
        </span>
      ))}
      {remarks.map((words) => (
        <span class="tag remark" key={words}>
          {words}
        </span>
      ))}
    </span>
  );
};

/** "told with an earlier one": the moment says with which. */
const Telling = ({ access }: { readonly access: AccessSummary }) => (
  <span class="cell telling">
    <Mark tone={toneOfTelling(access.telling.code)} words={access.telling.words} note={access.telling.note} />
    {access.groupedWith?.time === undefined ? null : (
      <span class="sub">
        of <Moment iso={access.groupedWith.time} as="near" />
      </span>
    )}
  </span>
);

export const AccessRow = ({ access, isOpen, onOpen }: AccessRowProps) => (
  <RowLink access={access} isOpen={isOpen} onOpen={onOpen} kind="row-link">
    <span class="cell who">
      <span class="lead">
        <bdi class="name">{access.who.name}</bdi> <CertaintyMark certainty={access.who.certainty} />
      </span>
      <span class="sub">
        <bdi>{access.who.home}</bdi>
      </span>
    </span>
    {access.door === undefined ? <Where access={access} /> : <Deed access={access} door={access.door} />}
    <span class="cell from">
      <bdi class="lead">{access.origin}</bdi>
      <span class="sub">{access.entry.words}</span>
    </span>
    <Telling access={access} />
    <span class="cell when">
      <span class="lead">
        <Moment iso={access.time} as="clock" />
      </span>
      <span class="sub">
        <Moment iso={access.time} as="age" />
      </span>
    </span>
    <Notes access={access} />
  </RowLink>
);
