/** The rows of one day under its heading, and what they have in common beyond what the whole list has. */
import type { AccessesState } from './accesses-state.ts';
import { AccessEntry, type RowActions } from './access-entry.tsx';
import type { Entry } from './fold-repeats.ts';
import type { Day } from './group-by-day.ts';
import type { Shared } from './share-facts.ts';
import { SharedLine } from './shared-line.tsx';

interface DayGroupProps {
  readonly day: Day;
  readonly sharedByDay: Shared;
  /** What is left out of the rows: shared by the day or by the whole list. */
  readonly shared: Shared;
  readonly state: AccessesState;
  readonly chosen: ReadonlySet<string>;
  readonly openId: string | undefined;
  readonly currentId: string | undefined;
  readonly actions: RowActions;
}

const isOf = ({ lead, repeats }: Entry, accessId: string | undefined): boolean =>
  accessId !== undefined &&
  (lead.accessId === accessId || repeats.some((repeat) => repeat.accessId === accessId));

export const DayGroup = (props: DayGroupProps) => {
  const { day, sharedByDay, shared, state, chosen, openId, currentId, actions } = props;
  return (
    <section class="day" aria-label={day.words}>
      <div class="day-heading">
        <h2>
          {day.words} <span class="count">{day.count}</span>
        </h2>
        <SharedLine shared={sharedByDay} />
      </div>
      <ol class="rows">
        {day.entries.map((entry) => (
          <AccessEntry
            key={entry.id}
            entry={entry}
            shared={shared}
            unfolded={state.unfolded.get(entry.id) ?? 0}
            isNew={
              state.arrived.has(entry.id) || entry.repeats.some(({ accessId }) => state.arrived.has(accessId))
            }
            isChosen={chosen.has(entry.lead.accessId)}
            hasLeft={state.left.has(entry.lead.accessId)}
            openId={isOf(entry, openId) ? openId : undefined}
            currentId={entry.lead.accessId === currentId ? currentId : undefined}
            actions={actions}
          />
        ))}
      </ol>
    </section>
  );
};
