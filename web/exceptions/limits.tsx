/** What an exception does, and what it never does. */

interface LimitsProps {
  /** The API's own sentences; the ones below are said where it has not been asked. */
  readonly limits?: readonly string[] | undefined;
}

const LIMITS: readonly string[] = [
  'Nobody is told of accesses that were announced. They are recorded, listed and counted as expected.',
  'A role names no person: of a role, each session that is not known yet rings once, and says so.',
  'It never mutes somebody else, an attempt that AWS refused, or another way in (a door).',
  'It never mutes anything new or odd about the caller: a first network, a second place, a name that is not pinned.',
];

export const Limits = ({ limits = LIMITS }: LimitsProps) => (
  <ul class="limits sub">
    {limits.map((limit) => (
      <li key={limit}>{limit}</li>
    ))}
  </ul>
);
