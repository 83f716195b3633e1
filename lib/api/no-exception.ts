/** Why no exception can be made for accesses like one; `undefined` when one can. */
import type { AccessRow } from '../history/access-row.ts';

export const noExceptionFor = ({ access, door }: AccessRow): string | undefined => {
  if (door !== undefined) return 'A door is never expected.';
  if (access === undefined) return 'A record that could not be read is never expected.';
  return access.outcome === 'denied' ? 'A refused attempt is never expected.' : undefined;
};
