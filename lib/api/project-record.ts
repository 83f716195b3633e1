/** What was kept of a record, for whoever wants to see it as it is. */
import { dropSecrets } from '../access/drop-secrets.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isObject } from '../kernel/json.ts';
import { showText } from './show-text.ts';

/** Only what the record told: who is told, and who reviewed it, is shown elsewhere. */
const partsOf = ({ access, door, unreadable, joined, corrections }: AccessRow): unknown => ({
  ...(access === undefined ? {} : { access }),
  ...(door === undefined ? {} : { door }),
  ...(unreadable === undefined ? {} : { unreadable }),
  ...(joined.length === 0 ? {} : { joined }),
  ...(corrections === undefined ? {} : { corrections }),
});

/** Indented JSON. The decoders keep no secret; their names are dropped here once more. */
export const projectRecord = (row: AccessRow): string => {
  const parts = partsOf(row);
  const shown = isObject(parts) ? dropSecrets(parts) : {};
  return JSON.stringify(
    shown,
    (_key, value: unknown) => (typeof value === 'string' ? showText(value) : value),
    2,
  );
};
