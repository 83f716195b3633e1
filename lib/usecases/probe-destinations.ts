/** Every hour, in `deliver`, which alone may read secrets: would each destination take a notice? The answers are kept. */
import type { Destination } from '../delivery/channel.ts';
import type { ProbeResult } from '../delivery/probe.ts';
import type { SweepMarks } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ConfiguredDestination } from '../policy/policy.ts';
import { type Probed, PROBES_MARK, probesText } from './examine/probed.ts';

export interface ProbeEffects {
  readonly destinations: readonly ConfiguredDestination[];
  /** `undefined`: its settings do not open. */
  readonly destination: (id: string) => Destination | undefined;
  readonly marks: Pick<SweepMarks, 'write'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** So many wait for their vendors at the same time: `deliver` has half a minute for all. */
const AT_ONCE = 12;

/** Answers how many destinations refuse. */
export const probeDestinations = async (effects: ProbeEffects): Promise<number> => {
  const at = effects.clock.now().toISOString();
  const probed = await inSlices(effects.destinations, AT_ONCE, (each) => probeOne(effects, each));
  await effects.marks.write(PROBES_MARK, probesText({ at, probed }));
  return probed.filter(({ result }) => result.kind === 'refused').length;
};

const probeOne = async (
  { destination, logger }: ProbeEffects,
  { id, channel }: ConfiguredDestination,
): Promise<Probed> => {
  const result = await probe(destination(id));
  if (result.kind === 'refused') {
    logger.warn('destination-refuses-probe', { destinationId: id, code: result.code });
  }
  return { destinationId: id, channel, result };
};

const probe = async (destination: Destination | undefined): Promise<ProbeResult> => {
  if (destination === undefined) {
    return { kind: 'refused', code: 'not-configured', words: 'its settings do not open' };
  }
  return destination.probe === undefined
    ? { kind: 'cannot-tell', words: 'nobody there can be asked without sending something' }
    : destination.probe();
};
