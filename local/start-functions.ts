/** Makes a Lambda function of everything the template calls one. */
import { join } from 'node:path';
import type { Clock } from '../lib/kernel/clock.ts';
import { maskSecrets } from '../lib/kernel/mask-secrets.ts';
import { oneLine } from '../lib/kernel/one-line.ts';
import { functionEnvironment, type LocalEndpoints } from './function-environment.ts';
import { createLambda, type Failed, type LambdaFunction } from './lambda.ts';
import { openLog } from './log-file.ts';
import type { DeclaredFunction, Topology } from './topology.ts';

export interface FunctionOptions {
  readonly root: string;
  readonly dataDirectory: string;
  readonly clock: Clock;
  /** The unpacked zip by function name. */
  readonly folders: Readonly<Record<string, string>>;
  /** As one function sees them. */
  readonly endpointsOf: (functionKey: string) => Promise<LocalEndpoints>;
  /** By how much a function's clock is ahead of this machine's. */
  readonly clockOffsetMs: (functionKey: string) => number;
  /** Processes per function at most, whatever the template says. */
  readonly mostEnvironments: number;
  /** Says which function failed, and why. */
  readonly write: (text: string) => void;
}

export interface Functions {
  /** By name or ARN as the template refers to it, or by the name in `serverless.yml`; throws when there is none. */
  find(reference: string): LambdaFunction;
  close(): Promise<void>;
}

export async function startFunctions(topology: Topology, options: FunctionOptions): Promise<Functions> {
  const functions = await Promise.all(
    topology.functions.map(async (declared) => ({
      declared,
      lambda: createLambda({
        ...(await partsOf(declared, options)),
        name: declared.name,
        timeoutSeconds: declared.timeoutSeconds,
        maximumEnvironments: concurrencyOf(declared, topology, options.mostEnvironments),
        clock: options.clock,
      }),
    })),
  );
  return {
    find: (reference) => {
      const found = functions.find(({ declared }) => isReferenceTo(reference, declared));
      if (found === undefined) throw new Error(`the template has no function ${reference}`);
      return found.lambda;
    },
    close: async () => {
      await Promise.all(functions.map(({ lambda }) => lambda.close()));
    },
  };
}

async function partsOf(declared: DeclaredFunction, options: FunctionOptions) {
  const { root, dataDirectory, folders, write } = options;
  const taskRoot = folders[declared.key];
  if (taskRoot === undefined) throw new Error(`function ${declared.key} was not packaged`);
  const log = openLog(join(dataDirectory, 'logs', `${declared.key}.log`));
  return {
    taskRoot,
    childFile: join(root, 'local/lambda-child.cjs'),
    variables: functionEnvironment(declared, taskRoot, await options.endpointsOf(declared.key)),
    log,
    clockOffsetMs: () => options.clockOffsetMs(declared.key),
    failed: (failure: Failed) => {
      const line = `${declared.key} failed: ${sayFailure(failure)}\n`;
      log(line);
      write(line);
    },
  };
}

const LONGEST_FAILURE = 300;

/** The words come from whatever the function threw. */
const sayFailure = ({ errorType, errorMessage }: Failed): string =>
  maskSecrets(oneLine(`${errorType}: ${errorMessage}`, LONGEST_FAILURE));

function concurrencyOf(declared: DeclaredFunction, topology: Topology, most: number): number {
  const mapping = topology.mappings.find(({ functionRef }) => isReferenceTo(functionRef, declared));
  return mapping === undefined ? 2 : Math.min(mapping.maximumConcurrency, most);
}

function isReferenceTo(reference: string, { key, name, arn }: DeclaredFunction): boolean {
  return (
    reference === key || reference === name || reference === arn || reference.includes(`${arn}/invocations`)
  );
}
