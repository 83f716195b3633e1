/** A door: recorded, and told unless it opens nothing. */
import type { Door } from '../access/door.ts';
import type { Route } from '../policy/route.ts';
import { groupRepeat } from './group-repeat.ts';
import { rowOfDoor } from './make-row.ts';
import { type FoundBy, recordAgain, type RecordEffects, type RecordResult, recordRow } from './record-row.ts';

interface JudgedDoor {
  readonly door: Door;
  /** Without legs when it is recorded and not told. */
  readonly route: Route;
  readonly foundBy: FoundBy;
}

/** Records a door; one that rings is counted instead of told if it repeats. */
export const recordDoor = async (effects: RecordEffects, judged: JudgedDoor): Promise<RecordResult> => {
  // First of all: a copy that came late would open a window of repeats behind which nobody was told.
  const found = await effects.history.find(judged.door.accessId);
  if (found !== undefined) return recordAgain(effects, found, judged);
  const rings = judged.route.legs.length > 0;
  const grouping = rings ? await groupRepeat(effects, judged.door, judged.foundBy) : {};
  return recordRow(effects, { ...rowOfDoor(effects, judged), ...grouping });
};
