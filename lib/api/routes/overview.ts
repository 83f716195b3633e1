/** The numbers of a window, and what is needed to trust them. */
import { ok } from '../../kernel/result.ts';
import { answerOverview } from '../../usecases/answer-overview.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { Answered, ApiRoute, Asked } from '../api-route.ts';
import type { OverviewAnswer } from '../contract.ts';
import { listFailing } from '../list-failing.ts';
import { checkNames, readWindow } from '../read-question.ts';
import { LIMITS, reportHealth } from '../report-health.ts';
import { sayQuestion } from '../say-question.ts';
import { showCount, wordChart, wordFacet, wordStates } from '../word-counts.ts';
import { WINDOW } from './accesses.ts';

const overview = async ({ query, now, reader }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const names = checkNames(query, []);
  if (!names.ok) return names;
  const window = readWindow(query, now);
  if (!window.ok) return window;
  const { policy, regionsNotCovered } = dependencies;
  const question = { ...window.value, ...(reader.scope === undefined ? {} : { scope: reader.scope }) };
  const [numbers, failing, health] = await Promise.all([
    answerOverview(dependencies, question),
    listFailing({ ...dependencies, now }, question),
    // Destinations, seals and canaries belong to everybody together.
    reader.scope === undefined ? reportHealth(dependencies, now) : undefined,
  ]);
  const json: OverviewAnswer = {
    ...window.value,
    total: showCount(numbers.total),
    open: showCount(numbers.open),
    byCertainty: wordChart(numbers.byCertainty),
    byState: wordStates(numbers.byState),
    top: numbers.top.map((facet) => wordFacet(facet, policy)),
    ...(health === undefined ? {} : { health }),
    failing,
    regions: { covered: policy.regions, notCovered: regionsNotCovered },
    limits: LIMITS,
  };
  return ok({ json, look: { kind: 'overview', what: sayQuestion({ ...question, filters: {} }) } });
};

const health = async ({ now }: Asked, dependencies: ApiDependencies): Promise<Answered> =>
  ok({ json: await reportHealth(dependencies, now) });

export const overviewRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/overview',
    role: 'viewer',
    words: 'Tells the numbers of a window, what is not delivered, and what cannot be seen.',
    answer: 'OverviewAnswer',
    query: WINDOW,
    handle: overview,
  },
  {
    method: 'GET',
    path: '/api/health',
    role: 'viewer',
    everything: true,
    words: 'Tells whether the bell rings, what is sealed, and what is not watched.',
    answer: 'HealthAnswer',
    handle: health,
  },
];
