/** The parts of the policy that nobody has to write: each is absent where nothing was written. */
import { compact } from '../kernel/json.ts';
import type { Party, Policy, WorkingHours } from '../policy/policy.ts';
import type { Configuration } from './configuration-schema.ts';
import { switchedOff } from './observation-switches.ts';
import { WEEKDAYS, type Weekday } from './party-schema.ts';

type OptionalPart =
  | 'principals'
  | 'observationsOff'
  | 'organization'
  | 'organizationId'
  | 'deployers'
  | 'ownSubjects'
  | 'canaryMinutes'
  | 'signIn';

export const optionalParts = (configuration: Configuration): Partial<Pick<Policy, OptionalPart>> => {
  const off = switchedOff(configuration.observations ?? {});
  return compact({
    principals: configuration.principals,
    observationsOff: off.length === 0 ? undefined : off,
    organization: configuration.organization?.accountNames,
    organizationId: configuration.organization?.id,
    deployers: configuration.deployers,
    ownSubjects: configuration.ownSubjects,
    canaryMinutes: configuration.canary?.everyMinutes,
    signIn: configuration.signIn && compact(configuration.signIn),
  });
};

type ConfiguredOwner = Configuration['owners'][number];

export const ownerOf = ({ workingHours, ...owner }: ConfiguredOwner): Party =>
  compact({ ...owner, workingHours: workingHours && hoursOf(workingHours) });

const WORKING_DAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

const hoursOf = ({
  from,
  to,
  days = WORKING_DAYS,
}: {
  readonly from: string;
  readonly to: string;
  readonly days?: readonly Weekday[] | undefined;
}): WorkingHours => ({
  from,
  to,
  days: WEEKDAYS.flatMap((day, index) => (days.includes(day) ? index + 1 : [])),
});
