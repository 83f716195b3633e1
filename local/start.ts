/** `npm start`: runs the laptop until it is told to stop, and says what a person needs to know. */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { PackagedFunctions } from './assemble-laptop.ts';
import { systemClock } from '../lib/kernel/clock.ts';
import { readPolicy } from '../lib/config/packaged-policy.ts';
import { type DemoPlace, isHistoryEmpty, seedDemo } from './demo/seed-demo.ts';
import { CHOOSE } from './issuer/people.ts';
import { AlreadyRunning, type Laptop } from './laptop.ts';
import type { Run } from './run-file.ts';
import { startLaptop } from './run.ts';

export interface StartOptions {
  readonly root: string;
  readonly packaged: PackagedFunctions;
  /** `--as <group>`: who signs in without being asked; `choose` asks. `--demo`: plays a month into an empty history. */
  readonly args: readonly string[];
  readonly write: (text: string) => void;
  /** Calls back once, when the person asks for the end. */
  readonly onStop: (stop: () => void) => void;
}

/** Resolves with the exit code: at once when it runs already, else when it was stopped. */
export async function start({ root, packaged, args, write, onStop }: StartOptions): Promise<number> {
  const dataDirectory = join(root, '.rolecall');
  try {
    const { signInAs, demo } = chosenBy(args);
    const laptop = await startLaptop({ root, dataDirectory, packaged, signInAs, write });
    const place = demoPlace(laptop, { root, packaged });
    const offered = demo ? await playDemo(laptop, place, write) : await offerDemo(place);
    write(greeting(laptop, { data: relative(process.cwd(), dataDirectory) || dataDirectory, signInAs }));
    write(offered);
    await new Promise<void>((resolve) => {
      onStop(resolve);
    });
    write('\nStopping ...\n');
    await laptop.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    write(alreadyRunning(error.run));
    return 0;
  }
}

interface Chosen {
  readonly signInAs: string;
  readonly demo: boolean;
}

const chosenBy = (args: readonly string[]): Chosen => {
  const options = { as: { type: 'string' }, demo: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  return { signInAs: values.as ?? 'responder', demo: values.demo === true };
};

/** `undefined` while the run does not say where its table is. */
const demoPlace = (
  { run: { region, databaseUrl, tableName, pageUrl } }: Laptop,
  { root, packaged }: Pick<StartOptions, 'root' | 'packaged'>,
): DemoPlace | undefined => {
  const [folder = ''] = Object.values(packaged.folders);
  if (region === undefined || databaseUrl === undefined || tableName === undefined) return undefined;
  const policy = readPolicy(join(folder, 'dist/policy.json'));
  return { root, policy, region, databaseUrl, tableName, pageUrl: pageUrl ?? '' };
};

const offerDemo = async (place: DemoPlace | undefined): Promise<string> =>
  place !== undefined && (await isHistoryEmpty(place, systemClock))
    ? '\n  Nothing has happened here yet. npm start -- --demo plays a month of a small company.\n'
    : '';

const playDemo = async (
  laptop: Laptop,
  place: DemoPlace | undefined,
  write: (text: string) => void,
): Promise<string> => {
  if (place === undefined || !(await isHistoryEmpty(place, systemClock)))
    return '\n  No demo: the history holds something already. It would not be told from what is real.\n';
  write('Playing a month of a small company ');
  const events = await seedDemo(place, systemClock, () => write('.'));
  await laptop.sweep('count');
  write('\n');
  return `\n  Demo      ${String(events)} events of the last 30 days; nobody was written to. One of last night is for you to find.\n`;
};

interface Greeted {
  readonly data: string;
  readonly signInAs: string;
}

function greeting(laptop: Laptop, { data, signInAs }: Greeted): string {
  const elsewhere = laptop.portsReplaced.map(
    ({ wished, used }) => `  Port ${String(wished)} is taken, so ${String(used)} is used instead.\n`,
  );
  return [
    '\nRolecall runs on this machine: the functions that would be deployed, with local endpoints instead of AWS.\n\n',
    `  History   ${laptop.urls.page}   you are signed in as ${signInAs === CHOOSE ? 'whom you choose' : signInAs} (--as)\n`,
    `  Inbox     ${laptop.urls.inbox}   what Slack, Jira, mail and the others received\n\n`,
    '  Ring it   npx rolecall ring events/assume-role\n',
    `  Kept in   ${data}/   delete it to begin anew\n`,
    '  Stop      Ctrl-C\n',
    ...(elsewhere.length === 0 ? [] : ['\n', ...elsewhere]),
  ].join('');
}

const alreadyRunning = (run: Run): string =>
  `Rolecall already runs here.\n\n  History   ${run.pageUrl ?? ''}\n  Inbox     ${run.inboxUrl ?? ''}\n`;
