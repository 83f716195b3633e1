/** A door: recorded, and told unless it opens nothing. */
import type { Door } from '../access/door.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Route } from '../policy/route.ts';
import type { RecordEffects, RecordResult } from './record-event.ts';

export interface JudgedDoor {
  readonly door: Door;
  /** Without legs when it is recorded and not told. */
  readonly route: Route;
}

export const recordDoor = async (
  _effects: RecordEffects,
  _judged: JudgedDoor & { readonly foundBy: AccessRow['foundBy'] },
): Promise<RecordResult> => Promise.resolve('ignored');
