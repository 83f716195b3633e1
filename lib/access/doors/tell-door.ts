/** From what an event means to a finding: one place decides what refused and routine acts weigh. */
import { at, type JsonObject } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { Opening } from '../../iam/opening.ts';
import type { DoorFinding, DoorKind, DoorSubject } from '../door.ts';
import { type Act, isProvisioning, readAct } from './act.ts';
import type { DoorDecoder } from './door-decoder.ts';

export interface Told {
  readonly subject: DoorSubject;
  /** What happened, or would have happened had AWS not refused it. */
  readonly says: (refused: boolean) => string;
  readonly opens?: readonly Opening[];
  /** Of the act when AWS did it. */
  readonly weight: DoorFinding['weight'];
  readonly because: string;
  /** Why even a refused attempt rings; it is only recorded when this is absent. */
  readonly ringsRefused?: string;
  /** Where it is not the kind of its table. */
  readonly kind?: DoorKind;
}

export type Teller = (act: Act) => Told | undefined;

/** "an access key was made for IAM user bob", "an access key would have been made for IAM user bob" */
export const passive =
  (what: string, done: string): Told['says'] =>
  (refused) =>
    `${what} ${refused ? 'would have been' : 'was'} ${done}`;

/** The decoder of the events of one service that are doors of one kind. */
export const doorOf = (
  kind: DoorKind,
  eventSource: string,
  tellers: Readonly<Record<string, Teller>>,
): DoorDecoder => ({
  eventSource,
  eventNames: Object.keys(tellers),
  read: (record, context) => {
    const act = readAct(record, context);
    const told = tellerOf(tellers, record)?.(act);
    return told && findingOf(kind, act, told);
  },
});

const tellerOf = (tellers: Readonly<Record<string, Teller>>, record: JsonObject): Teller | undefined => {
  const name = at(record, 'eventName');
  return typeof name === 'string' && Object.hasOwn(tellers, name) ? tellers[name] : undefined;
};

/** Long enough for a dozen principals; every channel cuts further where it must. */
const LONGEST_EXPLANATION = 1500;

/** A told door as a finding. */
export const findingOf = (kind: DoorKind, act: Act, told: Told): DoorFinding => ({
  kind: told.kind ?? kind,
  subject: { type: told.subject.type, name: oneLine(told.subject.name, 600) },
  explanation: oneLine(told.says(act.refused), LONGEST_EXPLANATION),
  opens: act.refused ? [] : (told.opens ?? []),
  ...weighed(act, told),
});

const weighed = (act: Act, told: Told): Pick<DoorFinding, 'weight' | 'because'> => {
  if (act.refused) {
    return told.ringsRefused === undefined
      ? { weight: 'recorded', because: 'AWS refused it' }
      : { weight: 'normal', because: `AWS refused it, but ${told.ringsRefused}` };
  }
  const opensOutside = told.opens?.some(({ outside }) => outside) === true;
  if (act.routine && !opensOutside && !isDesignated(act, told)) {
    return { weight: 'recorded', because: 'a service of AWS did it in the course of its own work' };
  }
  return { weight: told.weight, because: told.because };
};

/** What is done to a designated role is told whoever does it. */
const isDesignated = ({ record, context }: Act, { subject: { type, name } }: Told): boolean =>
  type === 'role' && context.isDesignated(name) && !isProvisioning(record, name);

/** Weight and reason of what a table says in many places. */
export const OPENS_NOTHING = { weight: 'recorded', because: 'it opens nothing to outside' } as const;
export const TAKES_AWAY = { weight: 'recorded', because: 'it takes rights away and opens nothing' } as const;
