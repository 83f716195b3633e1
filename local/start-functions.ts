/** Makes a Lambda function of everything the template calls one. */
import { join } from 'node:path';
import type { Clock } from '../lib/kernel/clock.ts';
import { functionEnvironment, type LocalEndpoints } from './function-environment.ts';
import { createLambda, type LambdaFunction } from './lambda.ts';
import { openLog } from './log-file.ts';
import type { DeclaredFunction, Topology } from './topology.ts';

export interface FunctionOptions {
  readonly root: string;
  readonly dataDirectory: string;
  readonly clock: Clock;
  /** The unpacked zip by function name. */
  readonly folders: Readonly<Record<string, string>>;
  readonly endpoints: LocalEndpoints;
}

export interface Functions {
  /** By name or ARN as the template refers to it, or by the name in `serverless.yml`; throws when there is none. */
  find(reference: string): LambdaFunction;
  close(): Promise<void>;
}

/** A laptop has few cores: more processes than this only wait for each other. */
const MOST_ENVIRONMENTS = 4;

export function startFunctions(topology: Topology, options: FunctionOptions): Functions {
  const functions = topology.functions.map((declared) => ({
    declared,
    lambda: createLambda({
      ...partsOf(declared, options),
      name: declared.name,
      timeoutSeconds: declared.timeoutSeconds,
      maximumEnvironments: concurrencyOf(declared, topology),
      clock: options.clock,
    }),
  }));
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

function partsOf(declared: DeclaredFunction, { root, dataDirectory, folders, endpoints }: FunctionOptions) {
  const taskRoot = folders[declared.key];
  if (taskRoot === undefined) throw new Error(`function ${declared.key} was not packaged`);
  return {
    taskRoot,
    childFile: join(root, 'local/lambda-child.cjs'),
    variables: functionEnvironment(declared, taskRoot, endpoints),
    log: openLog(join(dataDirectory, 'logs', `${declared.key}.log`)),
  };
}

/** How many invocations of a queue's function may run at the same time here. */
export const laptopConcurrency = (maximum: number): number => Math.min(maximum, MOST_ENVIRONMENTS);

function concurrencyOf(declared: DeclaredFunction, topology: Topology): number {
  const mapping = topology.mappings.find(({ functionRef }) => isReferenceTo(functionRef, declared));
  return mapping === undefined ? 2 : laptopConcurrency(mapping.maximumConcurrency);
}

function isReferenceTo(reference: string, { key, name, arn }: DeclaredFunction): boolean {
  return (
    reference === key || reference === name || reference === arn || reference.includes(`${arn}/invocations`)
  );
}
