/**
 * What a rule hands to a target instead of the event: a constant, or a text made from parts of the event.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { at, isObject, type JsonObject, textAt } from '../lib/kernel/json.ts';

export interface InputTransformer {
  /** Path by variable: `time` -> `['time']`. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly template: string;
}

interface TakesInput {
  readonly input?: string;
  readonly transformer?: InputTransformer;
}

/** The text a target gets for an event. */
export const inputOf = ({ input, transformer }: TakesInput, event: JsonObject): string =>
  input ?? (transformer === undefined ? JSON.stringify(event) : transform(transformer, event));

/** A text gets quotes, as EventBridge gives them, unless it stands in a text; what the event does not hold becomes nothing. */
const transform = ({ paths, template }: InputTransformer, event: JsonObject): string =>
  template.replace(VARIABLE, (_whole, name: string) => {
    const value = at(event, ...(paths.get(name) ?? []));
    if (value === undefined) return '';
    const json = JSON.stringify(value);
    return typeof value === 'string' && ONE_TEXT.test(template) ? json.slice(1, -1) : json;
  });

/** A template that is nothing but one text. */
const ONE_TEXT = /^"[^"]*"$/;

const VARIABLE = /<([A-Za-z0-9_]+)>/g;

/** Reads the transformer of a declared target. Throws for what the laptop cannot play. */
export function readTransformer(declared: unknown): InputTransformer | undefined {
  if (!isObject(declared)) return undefined;
  const template = textAt(declared, 'InputTemplate') ?? '';
  const map = declared['InputPathsMap'];
  const paths = new Map(
    Object.entries(isObject(map) ? map : {}).map(([name, path]) => [name, stepsOf(String(path))]),
  );
  for (const [variable, name = ''] of template.matchAll(VARIABLE)) {
    if (!paths.has(name)) throw new Error(`the laptop does not know ${variable} of an input template`);
  }
  // Between quotes EventBridge puts a value in as it is: beside other values not needed, and easily wrong.
  if (!ONE_TEXT.test(template) && /"[^":,]*<\w+>[^":,]*"/.test(template))
    throw new Error('the laptop cannot play variables between quotes');
  return { paths, template };
}

function stepsOf(path: string): readonly string[] {
  if (!/^\$(\.[\w-]+)+$/.test(path)) throw new Error(`the laptop cannot play the input path ${path}`);
  return path.split('.').slice(1);
}
