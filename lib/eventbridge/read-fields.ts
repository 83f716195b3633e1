import type { ArrayMembership } from './array-membership.ts';
import type { Scalar } from './pattern.ts';

/** A plain value of an event at a path a pattern asks for. */
export interface Leaf {
  readonly value: Scalar;
  readonly membership: ArrayMembership;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The leaves found, in the order of the paths asked for. */
export type Fields = readonly (readonly Leaf[])[];

interface PathNode {
  /** The position among the paths; -1 on the way to one. */
  slot: number;
  readonly steps: Map<string, PathNode>;
}

/** Arrays in arrays deeper than this are not followed: AWS's JSON reader refuses such events. */
const MAX_DEPTH = 1000;

/**
 * Prepares to read the leaves at dotted paths out of events, in one walk per event.
 *
 * EventBridge does not distinguish `{"a.b": 1}` from `{"a": {"b": 1}}`, so a step can span several names.
 */
export const compileFieldReader = (paths: readonly string[]): ((event: JsonObject) => Fields) => {
  const root = pathTree(paths);
  return (event) => {
    const fields: Leaf[][] = paths.map(() => []);
    let arrays = 0;

    const visit = (node: PathNode, value: unknown, membership: ArrayMembership, depth: number): void => {
      if (isScalar(value)) fields[node.slot]?.push({ value, membership });
      else if (Array.isArray(value)) visitArray(node, value, membership, depth);
      else if (isJsonObject(value)) visitObject(node, value, membership, depth);
    };

    const visitArray = (
      node: PathNode,
      items: readonly unknown[],
      membership: ArrayMembership,
      depth: number,
    ): void => {
      if (depth > MAX_DEPTH) return;
      const array = arrays++;
      for (const [index, item] of items.entries()) {
        const isElement = typeof item === 'object' && item !== null;
        visit(node, item, isElement ? { array, index, within: membership } : membership, depth + 1);
      }
    };

    const visitObject = (
      node: PathNode,
      value: JsonObject,
      membership: ArrayMembership,
      depth: number,
    ): void => {
      for (const [key, next] of node.steps) {
        // Own keys only, so an event cannot answer for "constructor" or lose its "__proto__".
        if (Object.hasOwn(value, key)) visit(next, value[key], membership, depth + 1);
      }
    };

    visitObject(root, event, undefined, 0);
    return fields;
  };
};

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const pathTree = (paths: readonly string[]): PathNode => {
  const nodes = new Map<string, PathNode>();
  const nodeAt = (path: string): PathNode => {
    const node = nodes.get(path) ?? { slot: -1, steps: new Map<string, PathNode>() };
    nodes.set(path, node);
    return node;
  };
  const root: PathNode = { slot: -1, steps: new Map() };
  for (const [slot, path] of paths.entries()) {
    const names = path.split('.');
    for (let from = 0; from < names.length; from++) {
      const start = from === 0 ? root : nodeAt(names.slice(0, from).join('.'));
      for (let to = from + 1; to <= names.length; to++) {
        start.steps.set(names.slice(from, to).join('.'), nodeAt(names.slice(0, to).join('.')));
      }
    }
    nodeAt(path).slot = slot;
  }
  return root;
};
