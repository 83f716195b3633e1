/** Name of the product, whether the list is up to date, the choice of zone, and help. */
import type { AccessesState } from './accesses-state.ts';
import type { Zone } from './format-time.ts';
import { formatClock } from './format-time.ts';

interface PageHeaderProps {
  readonly state: AccessesState;
  readonly zone: Zone;
  readonly onZone: (zone: Zone) => void;
  readonly onHelp: () => void;
}

const sayFreshness = ({ phase, problem, asOf }: AccessesState, zone: Zone): string => {
  if (problem !== undefined) return asOf === undefined ? 'not connected' : `as of ${formatClock(asOf, zone)}`;
  return phase === 'loading' ? 'connecting' : 'live';
};

const ZONES: readonly { readonly zone: Zone; readonly words: string }[] = [
  { zone: 'local', words: 'Local' },
  { zone: 'utc', words: 'UTC' },
];

export const PageHeader = ({ state, zone, onZone, onHelp }: PageHeaderProps) => (
  <header class="page-header">
    <p class="brand">
      <a href="/">Rolecall</a>
    </p>
    <p class={`freshness ${state.problem === undefined ? state.phase : 'failed'}`}>
      {sayFreshness(state, zone)}
    </p>
    <fieldset class="zones">
      <legend class="unseen">Time zone</legend>
      {ZONES.map((choice) => (
        <button
          type="button"
          key={choice.zone}
          aria-pressed={choice.zone === zone}
          onClick={() => onZone(choice.zone)}
        >
          {choice.words}
        </button>
      ))}
    </fieldset>
    <button type="button" class="help-button" aria-label="Keyboard help" onClick={onHelp}>
      ?
    </button>
  </header>
);
