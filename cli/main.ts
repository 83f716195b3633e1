/** `rolecall <command>`: reads the command line and hands over. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { hasCredentials } from '../lib/aws/connect-doctor.ts';
import { decodeConfiguration } from '../lib/config/decode-configuration.ts';
import { commandEnvironment } from '../lib/config/environment.ts';
import { parseIso, systemClock } from '../lib/kernel/clock.ts';
import { textAt } from '../lib/kernel/json.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { examine } from '../lib/usecases/examine/examine.ts';
import { check } from './check.ts';
import { doctor, DOCTOR_HELP } from './doctor.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { replay } from './replay.ts';
import { findLaptop, openDoctor } from './open-doctor.ts';
import { openDeployed, openOnLaptop } from './open-verify.ts';
import { runExport, runHistory, runReview, runShow } from './review-commands.ts';
import type { MainOptions } from './main-options.ts';
import { ring } from './ring.ts';
import { template, TEMPLATE_HELP } from './template.ts';
import { verify, VERIFY_HELP } from './verify.ts';

export const HELP = `rolecall <command>

  ring PATH...      Rings the laptop (npm start) with the events of a file or folder, then tells who was told.
                    Ids and times are made fresh.
    --times N       each event N times, as N different ones
    --again         each event twice, as EventBridge may deliver it: told once all the same
    --as-is         leave ids and times as they are
    --now           with --as-is: fresh times, the same ids
  replay [PATH...]  What would have rung? Runs CloudTrail log files through the rules. Sends nothing.
    --config FILE   instead of rolecall.yml
    --every-role    as if every role were designated
    --stack NAME    Rolecall’s own stack in these logs (rolecall-prod)
    --json          one line of JSON per record
  check [FILE]      Every mistake of rolecall.yml, or what it will do.
    --deployed      also runs the doctor in AWS
    --stack NAME    the stack to ask about (rolecall-prod)
    --region NAME   where it is
    --json          one JSON document
  doctor            Would the bell ring? On the laptop that runs here, else in AWS. rolecall doctor --help says more.
    --deployed, --stack NAME, --region NAME, --config FILE, --json
  history           Who became a production role, with the filters of the page: --state open, --person, --from 7d ...
    --limit N, --json, --csv, --url URL of a deployed page; the laptop that runs here otherwise
  show ID           One access with everything that is known of it.
  review ACTION ID  Says what you found out: acknowledge, explain, escalate, reopen, note, assign, undo.
  export            The filtered set as --format csv, jsonl or ocsf. docs/export.md names the columns.
                    Each of these has a --help of its own.
  verify            Is the history what it was when it was sealed? rolecall verify --help says what it can show.
    --from DAY, --to DAY, --deployed, --stack NAME, --region NAME, --json
  template KIND     Prints what other Regions and accounts deploy: collector or partner.
    --config FILE   instead of rolecall.yml
  help              This.
`;

/** Answers the exit code; 2 when the command line makes no sense. */
export async function main(options: MainOptions): Promise<number> {
  const [command = 'help', ...args] = options.args;
  if (command === 'help' || command === '--help' || command === '-h') {
    await options.write(HELP);
    return 0;
  }
  const run = COMMANDS.get(command);
  if (run === undefined) {
    options.writeError(`rolecall knows no command "${escapeTerminal(command)}".\n\n${HELP}`);
    return 2;
  }
  if (asksForHelp(command, args)) {
    await options.write(HELP);
    return 0;
  }
  try {
    return await run(args, options);
  } catch (error) {
    if (textAt(error, 'code')?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    options.writeError(
      `${escapeTerminal(textAt(error, 'message') ?? 'The options make no sense.')}\n\n${HELP}`,
    );
    return 2;
  }
}

/** The other commands have a help of their own. Behind `--` everything is a path. */
const asksForHelp = (command: string, args: readonly string[]): boolean => {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return (
    ['ring', 'replay', 'check'].includes(command) && options.some((arg) => arg === '--help' || arg === '-h')
  );
};

type Command = (args: readonly string[], options: MainOptions) => Promise<number>;

/** A map, so that `rolecall constructor` is no command. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['ring', runRing],
  ['replay', runReplay],
  ['check', runCheck],
  ['doctor', runDoctor],
  ['verify', runVerify],
  ['template', runTemplate],
  ['history', runHistory],
  ['show', runShow],
  ['review', runReview],
  ['export', runExport],
]);

function parse<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

function runRing(args: readonly string[], { root, write, writeError }: MainOptions): Promise<number> {
  const { values, positionals } = parse(args, {
    times: { type: 'string' },
    again: { type: 'boolean' },
    now: { type: 'boolean' },
    'as-is': { type: 'boolean' },
  });
  const times = Number(values.times ?? '1');
  if (positionals.length === 0 || !Number.isInteger(times) || times < 1) {
    writeError(HELP);
    return Promise.resolve(2);
  }
  return ring({
    paths: positionals,
    runFile: join(root, '.rolecall/run.json'),
    times,
    again: values.again === true,
    keep: values['as-is'] !== true ? 'nothing' : values.now === true ? 'ids' : 'everything',
    clock: systemClock,
    write,
    writeError,
  });
}

async function runReplay(args: readonly string[], options: MainOptions): Promise<number> {
  const { values, positionals } = parse(args, {
    config: { type: 'string' },
    'every-role': { type: 'boolean' },
    stack: { type: 'string' },
    json: { type: 'boolean' },
  });
  const { write, writeError, stdin } = options;
  const file = values.config ?? join(options.root, 'rolecall.yml');
  return replay({
    paths: positionals,
    configurationText: await readFile(file, 'utf8').catch(() => undefined),
    everyRole: values['every-role'] === true,
    ownStack: values.stack ?? 'rolecall-prod',
    json: values.json === true,
    write,
    writeError,
    stdin,
    ...(options.terminal ? { progress: (text: string) => writeError(`\r\u001b[K${text}`) } : {}),
  });
}

async function runCheck(args: readonly string[], { root, write, writeError }: MainOptions): Promise<number> {
  const { values, positionals } = parse(args, {
    deployed: { type: 'boolean' },
    stack: { type: 'string' },
    region: { type: 'string' },
    json: { type: 'boolean' },
  });
  const file = positionals[0] ?? join(root, 'rolecall.yml');
  const configurationText = await readFile(file, 'utf8').catch(() => undefined);
  if (configurationText === undefined) {
    writeError(`${escapeTerminal(file)} cannot be read.\n`);
    return 2;
  }
  const region = values.region ?? commandEnvironment().region ?? 'us-east-1';
  return check({
    configurationText,
    file: positionals[0] ?? 'rolecall.yml',
    write: (text) => void write(text),
    json: values.json === true,
    ...(values.deployed === true
      ? {
          examine: async (policy: Policy) =>
            examine(
              await openDoctor({ region, stackName: values.stack ?? 'rolecall-prod' }, policy, systemClock),
            ),
        }
      : {}),
  });
}

async function runDoctor(args: readonly string[], options: MainOptions): Promise<number> {
  const { root, write, writeError } = options;
  const { values, positionals } = parse(args, {
    deployed: { type: 'boolean' },
    stack: { type: 'string' },
    region: { type: 'string' },
    config: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true || positionals.length > 0) {
    await (values.help === true ? write : writeError)(DOCTOR_HELP);
    return values.help === true ? 0 : 2;
  }
  const file = values.config ?? join(root, 'rolecall.yml');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const inAws = values.deployed === true || values.stack !== undefined || values.region !== undefined;
  const laptop = inAws ? undefined : await findLaptop(join(root, '.rolecall/run.json'));
  const decoded = decodeConfiguration(text ?? '', { allowEnvSecrets: laptop !== undefined });
  if (!decoded.ok) {
    writeError(`${escapeTerminal(file)} cannot be read, or has mistakes: \`rolecall check\` names them.\n`);
    return 2;
  }
  const { policy } = decoded.value;
  const place = laptop ?? {
    region: values.region ?? commandEnvironment().region ?? policy.homeRegion,
    stackName: values.stack ?? 'rolecall-prod',
  };
  const where =
    laptop === undefined ? `The stack ${place.stackName} in ${place.region}` : 'The laptop that runs here';
  if (laptop === undefined && !inAws) writeError('No laptop runs here (npm start); looking at AWS.\n');
  if (laptop === undefined && !(await hasCredentials(place.region))) {
    writeError('There are no AWS credentials here.\n');
    return 2;
  }
  return doctor({
    examination: await openDoctor(place, policy, systemClock),
    where: escapeTerminal(where),
    json: values.json === true,
    write,
  });
}

async function runVerify(args: readonly string[], options: MainOptions): Promise<number> {
  const { root, write, writeError } = options;
  const { values, positionals } = parse(args, {
    from: { type: 'string' },
    to: { type: 'string' },
    deployed: { type: 'boolean' },
    stack: { type: 'string' },
    region: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) {
    await write(VERIFY_HELP);
    return 0;
  }
  const { from, to } = values;
  if (positionals.length > 0 || ![from, to].every(isDayOrAbsent) || (from ?? '') > (to ?? '~')) {
    writeError(`Days are written as 2026-11-22, the earlier one first.\n\n${VERIFY_HELP}`);
    return 2;
  }
  const region = values.region ?? commandEnvironment().region ?? 'us-east-1';
  const opened =
    values.deployed === true
      ? await openDeployed({ region, stackName: values.stack ?? 'rolecall-prod' }, systemClock)
      : await openOnLaptop(join(root, '.rolecall/run.json'), systemClock);
  if (!opened.ok) {
    writeError(`${escapeTerminal(opened.error)}\n`);
    return 2;
  }
  return verify({
    effects: opened.value,
    range: { from, to },
    json: values.json === true,
    write,
    writeError,
  });
}

const isDayOrAbsent = (text: string | undefined): boolean =>
  text === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(text) && parseIso(text) !== undefined);

async function runTemplate(
  args: readonly string[],
  { root, write, writeError }: MainOptions,
): Promise<number> {
  const { values, positionals } = parse(args, {
    config: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) {
    await write(TEMPLATE_HELP);
    return 0;
  }
  const [kind = '', ...others] = positionals;
  const file = values.config ?? join(root, 'rolecall.yml');
  const configurationText = await readFile(file, 'utf8').catch(() => undefined);
  if (configurationText === undefined) {
    writeError(`${escapeTerminal(file)} cannot be read.\n`);
    return 2;
  }
  return template({
    configurationText,
    file: values.config ?? 'rolecall.yml',
    kind: others.length === 0 ? kind : '',
    write,
    writeError,
  });
}
