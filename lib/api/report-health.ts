/** Answers `GET /api/health`: what is watched, what is not, who cannot be told now, and how far the history is sealed. */
import type { DestinationHealth, DownDestination } from '../delivery/destination-health.ts';
import { OPERATOR_CHANNEL, OPERATOR_DESTINATION } from '../delivery/operator.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { Seals } from '../history/seal.ts';
import type { SweepMarks } from '../history/trail.ts';
import { isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import type { HealthAnswer, ShownDown } from './contract.ts';
import { CANARY_MARK, readCanary } from '../usecases/examine/canary-state.ts';
import { DOCTOR_MARK, readDoctor } from '../usecases/examine/doctor-report.ts';
import { sayTrouble } from './describe-attempt.ts';
import { describeBell } from './describe-bell.ts';
import { describeSeals } from './describe-seals.ts';
import { showText } from './show-text.ts';

const LOOK_BACK_SECONDS = 30 * 86_400;

export const LIMITS: readonly string[] = [
  'Refused attempts from other accounts are not recorded in this account: none in the list does not mean that nobody tried.',
  'For callers from other accounts the record holds no name and no MFA; names marked “claimed” are the caller’s own words.',
  'Regions that were opted into are not checked here: whoever enters through their endpoints is not heard.',
];

interface Source {
  readonly history: Pick<AccessHistory, 'list'>;
  readonly destinationHealth: Pick<DestinationHealth, 'down'>;
  readonly seals: Pick<Seals, 'latest'>;
  readonly marks: Pick<SweepMarks, 'read'>;
  readonly policy: Policy;
  readonly regionsNotCovered: readonly string[];
}

const askLastRecord = async (history: Source['history'], now: Date): Promise<string | undefined> => {
  const from = isoAfter(now, -LOOK_BACK_SECONDS);
  const newest = await history.list({ from, to: now.toISOString(), limit: 1 });
  return newest.rows[0]?.recordedAt;
};

/** One that has left the configuration keeps its id as its name. */
const channelOf = (destinationId: string, { destinations }: Policy): string =>
  destinationId === OPERATOR_DESTINATION
    ? OPERATOR_CHANNEL
    : (destinations.find(({ id }) => id === destinationId)?.channel ?? destinationId);

const projectDown = (
  { destinationId, since, nextTryAt, code }: DownDestination,
  policy: Policy,
): ShownDown => ({
  destinationId: showText(destinationId),
  words: sayTrouble(channelOf(destinationId, policy), code),
  since,
  nextTryAt,
});

/** Throws what the history throws. */
export const reportHealth = async (source: Source, now: Date): Promise<HealthAnswer> => {
  const { history, destinationHealth, seals, marks, policy, regionsNotCovered } = source;
  const [lastRecordAt, down, seal, canary, doctor] = await Promise.all([
    askLastRecord(history, now),
    destinationHealth.down(),
    seals.latest(),
    marks.read(CANARY_MARK),
    marks.read(DOCTOR_MARK),
  ]);
  return {
    bell: describeBell(policy, { canary: readCanary(canary), doctor: readDoctor(doctor) }, now),
    policyHash: policy.hash,
    homeRegion: policy.homeRegion,
    regionsNotCovered,
    ...(lastRecordAt === undefined ? {} : { lastRecordAt }),
    destinationsDown: down
      .toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))
      .map((one) => projectDown(one, policy)),
    sealed: describeSeals(seal, now),
    limits: LIMITS,
  };
};
