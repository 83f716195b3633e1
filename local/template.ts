/**
 * The CloudFormation template the packager wrote, read the way CloudFormation would: `Ref`, `Fn::GetAtt`, `Fn::Sub`,
 * `Fn::Join`, `Fn::Select`, `Fn::Split` and the pseudo parameters become local values. Anything else is refused by name:
 * a template the laptop only half understands must not look as if it ran.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
import { readFile } from 'node:fs/promises';
import { at, isObject, type JsonObject, listAt, parseJson, textAt } from '../lib/kernel/json.ts';

export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  /** Still with intrinsic functions. */
  readonly properties: JsonObject;
}

export interface Template {
  readonly resources: readonly TemplateResource[];
  /** Still with intrinsic functions, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a name in the template stands for here. Both throw for a name nobody knows. */
export interface References {
  ref(name: string): string;
  attribute(logicalId: string, name: string): string;
}

export async function readTemplate(file: string): Promise<Template> {
  const template = decodeTemplate(parseJson(await readFile(file, 'utf8')));
  if (template.resources.length === 0) throw new Error(`${file} declares no resources`);
  return template;
}

export function decodeTemplate(json: unknown): Template {
  const resources = at(json, 'Resources');
  const outputs = at(json, 'Outputs');
  if (!isObject(resources)) return { resources: [], outputs: {} };
  return {
    outputs: Object.fromEntries(
      Object.entries(isObject(outputs) ? outputs : {}).map(([name, output]) => [name, at(output, 'Value')]),
    ),
    resources: Object.entries(resources).map(([logicalId, resource]) => {
      const properties = at(resource, 'Properties');
      return {
        logicalId,
        type: textAt(resource, 'Type') ?? '',
        properties: isObject(properties) ? properties : {},
      };
    }),
  };
}

/** The resources of one type, their properties resolved. */
export function resolvedResources(
  template: Template,
  type: string,
  references: References,
): readonly TemplateResource[] {
  return template.resources
    .filter((resource) => resource.type === type)
    .map((resource) => ({ ...resource, properties: resolveObject(resource.properties, references) }));
}

/** Replaces every intrinsic function in a value. */
export function resolveValue(value: unknown, references: References): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => resolveValue(item, references));
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
    return resolveFunction(key, value[key], references);
  }
  return resolveObject(value, references);
}

function resolveObject(object: JsonObject, references: References): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => textAt(value, 'Ref') !== 'AWS::NoValue')
      .map(([key, value]) => [key, resolveValue(value, references)]),
  );
}

function resolveFunction(name: string, argument: unknown, references: References): unknown {
  switch (name) {
    case 'Ref':
      return references.ref(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = Array.isArray(argument)
        ? argument.map(String)
        : String(argument).split('.');
      return references.attribute(logicalId ?? '', attribute.join('.'));
    }
    case 'Fn::Sub':
      return substitute(argument, references);
    case 'Fn::Join':
      return listOf(resolveValue(second(argument), references)).join(String(first(argument)));
    case 'Fn::Split':
      return String(resolveValue(second(argument), references)).split(String(first(argument)));
    case 'Fn::Select':
      return listOf(resolveValue(second(argument), references))[Number(first(argument))];
    default:
      throw new Error(`the laptop cannot resolve ${name}`);
  }
}

const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);
const second = (list: unknown): unknown => (Array.isArray(list) ? list[1] : undefined);
const listOf = (value: unknown): readonly unknown[] => listAt({ value }, 'value');

function substitute(argument: unknown, references: References): string {
  const text = String(Array.isArray(argument) ? first(argument) : argument);
  const own = Array.isArray(argument) ? second(argument) : undefined;
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (isObject(own) && Object.hasOwn(own, name)) return String(resolveValue(own[name], references));
    const dot = name.indexOf('.');
    return dot === -1 ? references.ref(name) : references.attribute(name.slice(0, dot), name.slice(dot + 1));
  });
}
