/** Are there Regions that the account uses and our rules do not cover? */
import type { RegionState } from '../../history/survey.ts';
import type { Policy } from '../../policy/policy.ts';
import { type Finding, findingsOf, someOf } from './finding.ts';

/** Whoever deploys accepted that some Regions are not covered; which, is said here every time. */
export const judgeRegions = (
  { regions: covered }: Pick<Policy, 'regions'>,
  enabled: readonly RegionState[],
): readonly Finding[] => {
  const { ok, warning } = findingsOf('region');
  const open = enabled.filter(({ name }) => !covered.includes(name));
  const optedIn = open.filter(({ byDefault }) => !byDefault).map(({ name }) => name);
  const standard = open.filter(({ byDefault }) => byDefault).map(({ name }) => name);
  if (open.length === 0) return [ok('Regions', 'each that the account uses has our rules')];
  return [
    ...(standard.length === 0
      ? []
      : [
          warning({
            subject: 'Regions',
            sentence: `${verb(standard)} no rules of ours: ${someOf(standard, 20)}; who enters a role through their endpoints is not heard`,
            mend: MEND,
          }),
        ]),
    ...(optedIn.length === 0
      ? []
      : [
          warning({
            subject: 'Regions that were enabled',
            sentence: `${verb(optedIn)} no rules of ours: ${someOf(optedIn, 20)}`,
            mend: `${MEND}, or disable what nobody uses`,
          }),
        ]),
  ];
};

const verb = (names: readonly string[]): string =>
  names.length === 1 ? 'one has' : `${String(names.length)} have`;

const MEND = 'add them to `regions` of rolecall.yml and deploy a collector in each (infra/collector)';
