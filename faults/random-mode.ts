/** `--random`: faults are mixed by seed for some minutes; then all is well again, and every promise is checked. */
import { textAt } from '../lib/kernel/json.ts';
import { heal, pause } from './act.ts';
import { readStored } from './deliveries.ts';
import { checks, type Result } from './fault-case.ts';
import { ORDINARY_ROLES } from './fault-policy.ts';
import { judge } from './judge.ts';
import { seededRandom } from './random.ts';
import { RANDOM_ROLES, type RandomWorld, takeStep } from './random-steps.ts';
import { readAllItems } from './read-table.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { stageOptions } from './stages.ts';

export interface RandomOptions extends Pick<StageOptions, 'root' | 'packaged' | 'rolecall'> {
  readonly write: (text: string) => void;
}

export interface RandomWish {
  readonly seed: number;
  readonly minutes: number;
}

/** Long enough ago that whatever time passes, `rolecall verify` finds it over. */
const STARTS_HOURS_AGO = 20 * 24;

export async function runRandomly(options: RandomOptions, { seed, minutes }: RandomWish): Promise<Result> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const roles = ORDINARY_ROLES.filter(({ role }) => RANDOM_ROLES.some((name) => name === role));
  const wish = { policy: { roles }, startsHoursAgo: STARTS_HOURS_AGO };
  const stage = await openStage(stageOptions(options, wish, 'random'));
  const world: RandomWorld = { stage, random: seededRandom(seed), accesses: [] };
  const common = {
    id: 'R',
    name: `faults mixed at random for ${String(minutes)} minutes, seed ${String(seed)}`,
    expected: 'every record has its row, every row is told or counted, nobody twice beyond what is explained',
  };
  try {
    await stage.sweep('seal');
    const steps = await mix(world, { until: started + minutes * 60_000, write: options.write });
    options.write(`${seconds().toFixed(0)} s: ${String(steps)} steps; all is well again\n`);
    const problems = await recover(world);
    const judged = await judge(stage, { seen: '', accesses: world.accesses, explained: 'by attempts' });
    return {
      ...common,
      ...judged,
      seen: `${String(steps)} steps, ${String(world.accesses.length)} entries`,
      problems: [
        ...problems,
        ...judged.problems,
        ...(await judgeGroups(world)),
        ...(await judgeHistory(stage)),
      ],
      seconds: seconds(),
    };
  } finally {
    await stage.close();
  }
}

interface Mixing {
  readonly until: number;
  readonly write: (text: string) => void;
}

const REPORT_EVERY_MS = 30_000;

async function mix(world: RandomWorld, { until, write }: Mixing): Promise<number> {
  let steps = 0;
  let reported = performance.now();
  while (performance.now() < until) {
    const what = await takeStep(world).catch((error: unknown) => `failed: ${String(error)}`);
    steps += 1;
    if (performance.now() - reported > REPORT_EVERY_MS) {
      reported = performance.now();
      write(`${String(steps)} steps, ${String(world.accesses.length)} entries; last: ${what}\n`);
    }
    await pause(world.random.between(50, 700));
  }
  return steps;
}

/** Opens every door, and lets time pass until everything is settled. */
async function recover({ stage, accesses }: RandomWorld): Promise<readonly string[]> {
  const { problems, check } = checks();
  for (const endpoint of ['database', 'messaging', 'stand-ins', 'ssm', 'vendors'] as const) {
    await stage.open(endpoint);
  }
  stage.clearRules();
  // What is only in dead letters or with CloudTrail is found by the look of every half hour.
  await stage.advance(31 * 60);
  await stage.sweep('reconcile');
  await heal(stage, accesses).catch((error: unknown) =>
    check(false, textAt(error, 'message') ?? String(error)),
  );
  await stage.advance(20 * 60);
  await heal(stage, accesses).catch((error: unknown) =>
    check(false, textAt(error, 'message') ?? String(error)),
  );
  return problems;
}

/** Whoever was counted instead of told was counted behind somebody who was told, and the number is right. */
async function judgeGroups({ stage, accesses }: RandomWorld): Promise<readonly string[]> {
  const { problems, check } = checks();
  const counted = new Map<string, number>();
  for (const { accessId } of accesses) {
    const { row } = await readStored(stage, accessId);
    const first = textAt(row, 'groupedWith');
    if (first === undefined) continue;
    counted.set(first, (counted.get(first) ?? 0) + 1);
    const { row: rang } = await readStored(stage, first);
    check(rang !== undefined, `${accessId} is counted behind ${first}, which is not there`);
    check(
      textAt(rang, 'groupedWith') === undefined,
      `${accessId} is counted behind ${first}, which did not ring`,
    );
  }
  for (const [first, count] of counted) {
    const { row } = await readStored(stage, first);
    const said = Number(
      textAt({ count: String(Reflect.get(Object(Reflect.get(Object(row), 'repeats')), 'count')) }, 'count'),
    );
    check(said === count, `${first} says ${String(said)} repeats, there are ${String(count)}`);
  }
  return problems;
}

/** Nothing in the history says that it was altered, and every digest that counts as sent is in an inbox. */
async function judgeHistory(stage: Stage): Promise<readonly string[]> {
  const { problems, check } = checks();
  await stage.advance(2 * 3600);
  await stage.sweep('seal');
  const { code, text } = await stage.rolecall('verify');
  check(code === 0, `verify: ${text.slice(0, 400)}`);
  const digests = (await readAllItems(stage.table())).filter(
    (item) => textAt(item, 'pk')?.startsWith('access#digest.') === true && item['state'] === 'sent',
  );
  const messages = stage
    .laptop()
    .vendors.messages()
    .filter(({ body }) => /\d+ notices/.test(JSON.stringify(body)));
  check(
    messages.length >= digests.length,
    `${String(digests.length)} digests sent, ${String(messages.length)} arrived`,
  );
  return problems;
}
