/** `npm start`: runs the laptop until it is told to stop, and says what a person needs to know. */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { PackagedFunctions } from './assemble-laptop.ts';
import { CHOOSE } from './issuer/people.ts';
import { AlreadyRunning, type Laptop } from './laptop.ts';
import type { Run } from './run-file.ts';
import { startLaptop } from './run.ts';

export interface StartOptions {
  readonly root: string;
  readonly packaged: PackagedFunctions;
  /** `--as <group>`: who signs in without being asked; `choose` asks. */
  readonly args: readonly string[];
  readonly write: (text: string) => void;
  /** Calls back once, when the person asks for the end. */
  readonly onStop: (stop: () => void) => void;
}

/** Resolves with the exit code: at once when it runs already, else when it was stopped. */
export async function start({ root, packaged, args, write, onStop }: StartOptions): Promise<number> {
  const dataDirectory = join(root, '.rolecall');
  try {
    const signInAs = signedInBy(args);
    const laptop = await startLaptop({ root, dataDirectory, packaged, signInAs, write });
    write(greeting(laptop, { data: relative(process.cwd(), dataDirectory) || dataDirectory, signInAs }));
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

const signedInBy = (args: readonly string[]): string =>
  parseArgs({ args: [...args], options: { as: { type: 'string' } } }).values.as ?? 'responder';

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
