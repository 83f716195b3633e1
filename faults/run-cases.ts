/** Runs cases: those that share a laptop one after the other, laptops beside each other, and last what must be alone. */
import { textAt } from '../lib/kernel/json.ts';
import { ENDPOINT_NAMES } from '../local/endpoint-for.ts';
import { drain } from './act.ts';
import type { FaultCase, Result, StageWish } from './fault-case.ts';
import { judge } from './judge.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { stageOptions, STAGES } from './stages.ts';

export interface RunParts extends Pick<StageOptions, 'root' | 'packaged' | 'rolecall'> {
  /** Told of each result as soon as it is there. */
  readonly done: (result: Result) => void;
}

export async function runCases(cases: readonly FaultCase[], parts: RunParts): Promise<readonly Result[]> {
  const together = cases.filter(({ alone }) => alone !== true);
  const lanes = [...new Set(together.map(laneOf))].map((lane) =>
    together.filter((each) => laneOf(each) === lane),
  );
  const results = (await Promise.all(lanes.map((lane) => runLane(lane, parts)))).flat();
  const alone = await runLane(
    cases.filter((each) => each.alone === true),
    parts,
  );
  return [...results, ...alone];
}

/** Those with a laptop of their own follow each other too: two cores do not bear a dozen laptops. */
const laneOf = ({ stage, lane }: FaultCase): string => lane ?? (typeof stage === 'string' ? stage : 'own');

async function runLane(cases: readonly FaultCase[], parts: RunParts): Promise<readonly Result[]> {
  const results: Result[] = [];
  let shared: Stage | undefined;
  for (const [index, each] of cases.entries()) {
    const own = typeof each.stage !== 'string';
    const stage = own
      ? await openFor(each.stage, parts, `o${letters(index)}`)
      : (shared ??= await openFor(STAGES[each.stage], parts, each.stage));
    const result = await runOne(each, stage);
    results.push(result);
    parts.done(result);
    if (own) await stage.close();
  }
  await shared?.close();
  return results;
}

const openFor = (wish: StageWish, parts: RunParts, prefix: string): Promise<Stage> =>
  openStage(stageOptions(parts, wish, prefix));

const letters = (index: number): string =>
  String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));

async function runOne(each: FaultCase, stage: Stage): Promise<Result> {
  const started = performance.now();
  const { id, name, expected } = each;
  const secondsSince = (): number => (performance.now() - started) / 1000;
  try {
    const seen = await each.run(stage);
    await makeWell(stage);
    const judged = await judge(stage, seen);
    const problems = [...(seen.problems ?? []), ...judged.problems];
    return { ...judged, id, name, expected, seen: seen.seen, problems, seconds: secondsSince() };
  } catch (error) {
    await makeWell(stage);
    const problem = textAt(error, 'message') ?? (error instanceof Error ? error.message : String(error));
    return {
      ...{ id, name, expected, seen: 'did not come to an end', messages: {}, rows: 0 },
      problems: [problem],
      seconds: secondsSince(),
    };
  }
}

/** The next case begins in a healthy world, and with empty queues. */
async function makeWell(stage: Stage): Promise<void> {
  stage.clearRules();
  stage.laptop().vendors.failures.clear();
  for (const endpoint of ENDPOINT_NAMES) await stage.open(endpoint);
  await drain(stage);
}
