/**
 * About which doors CloudTrail is asked in this run: each a few times a day, because there are many questions and two of them
 * a second. One that was not answered to its end is asked again in the next run, like any other.
 */
import { isLookedFor, LOOKED_FOR, type LookedFor } from '../access/doors/looked-for.ts';
import type { SweepMarks } from '../history/trail.ts';
import { isoAfter } from '../kernel/clock.ts';
import { partitionOfRegionName } from '../kernel/partition.ts';
import type { Policy } from '../policy/policy.ts';
import { placeFrom } from './trail-parts.ts';
import { readTrailPlace, type TrailPlace, type TrailSubject, writeTrailPlace } from './trail-place.ts';

interface Effects {
  readonly policy: Pick<Policy, 'regions' | 'homeRegion'>;
  readonly marks: Pick<SweepMarks, 'read' | 'write'>;
}

export interface DoorToAsk {
  readonly subject: TrailSubject;
  readonly place: TrailPlace;
  /** Of what CloudTrail answers: parsed JSON. */
  readonly isMeant: (record: unknown) => boolean;
  /** It need not be asked in this very run. */
  readonly mayWait: boolean;
}

const PERIOD_SECONDS = 6 * 3600;

/** Those that are new begin with this moment: nothing from before the rules were there is owed. */
export const doorsToAsk = async (effects: Effects, now: Date): Promise<readonly DoorToAsk[]> => {
  const due: DoorToAsk[] = [];
  for (const { subject, isMeant } of questionsOf(effects.policy)) {
    const place = await readTrailPlace(effects.marks, subject);
    const { until } = place;
    if (until === undefined) await writeTrailPlace(effects.marks, subject, placeFrom(now));
    else if (place.read !== undefined || until <= isoAfter(now, -PERIOD_SECONDS)) {
      const readUpTo = place.read?.upTo ?? until;
      due.push({ subject, place, isMeant, mayWait: readUpTo > isoAfter(now, -2 * PERIOD_SECONDS) });
    }
  }
  return due;
};

type Question = Pick<DoorToAsk, 'subject' | 'isMeant'>;

/** One Region after the other is asked the same, so that hardly any has to be waited for. */
const questionsOf = ({ regions, homeRegion }: Effects['policy']): readonly Question[] => {
  const global = partitionOfRegionName(homeRegion)?.globalRegion;
  const regionsOf = (door: LookedFor): readonly string[] =>
    door.regions === 'each' ? regions : regions.filter((region) => region === global);
  return LOOKED_FOR.flatMap((door) =>
    regionsOf(door).map((region) => ({
      subject: { region, attribute: door.attribute, value: door.value },
      isMeant: (record) => isLookedFor(door, record),
    })),
  );
};
