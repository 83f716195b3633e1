/** The OpsItems of the pretended account: rebuilt from the kept messages. */
import { isObject, objectAt, parseJson, textAt, without, type JsonObject } from '../json.ts';
import type { KeptMessage } from '../kept-message.ts';

export interface OpsItem {
  readonly id: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly status: string;
  readonly members: JsonObject;
}

export interface OpsItems {
  readonly nextId: () => string;
  readonly find: (id: string) => OpsItem | undefined;
  /** The unresolved item with the same deduplication string from the same source. */
  readonly twin: (members: JsonObject) => OpsItem | undefined;
  readonly all: () => readonly OpsItem[];
  readonly remember: (message: KeptMessage) => void;
}

/** No items yet. */
export function opsItems(): OpsItems {
  const items = new Map<string, OpsItem>();
  return {
    nextId: () => `oi-${String(items.size + 1).padStart(12, '0')}`,
    find: (id) => items.get(id),
    twin: (members) => {
      const mark = dedupString(members);
      if (mark === undefined) return undefined;
      return [...items.values()].find(
        (item) =>
          item.status !== 'Resolved' &&
          dedupString(item.members) === mark &&
          item.members['Source'] === members['Source'],
      );
    },
    all: () => [...items.values()],
    remember: (message) => {
      const id = textAt(message.body, 'OpsItemId') ?? '';
      const before = items.get(id);
      const change = objectAt(message.body, 'members');
      items.set(id, {
        id,
        createdAt: before?.createdAt ?? message.at,
        changedAt: message.at,
        status: textAt(change, 'Status') ?? before?.status ?? 'Open',
        members: mergeMembers(before?.members ?? {}, change),
      });
    },
  };
}

/** Operational data is added to, everything else is replaced. */
function mergeMembers(before: JsonObject, change: JsonObject): JsonObject {
  const data = { ...objectAt(before, 'OperationalData'), ...objectAt(change, 'OperationalData') };
  return { ...before, ...change, ...(Object.keys(data).length === 0 ? {} : { OperationalData: data }) };
}

/** The deduplication string of an item, if it carries one. */
export function dedupString(members: JsonObject): string | undefined {
  const value = textAt(objectAt(objectAt(members, 'OperationalData'), '/aws/dedup'), 'Value');
  const inside = value === undefined ? undefined : parseJson(value);
  return isObject(inside) ? textAt(inside, 'dedupString') : undefined;
}

/** An item as GetOpsItem returns it: times are seconds. */
export function opsItemView(item: OpsItem): JsonObject {
  return {
    ...without(item.members, 'Tags'),
    OpsItemId: item.id,
    Status: item.status,
    CreatedTime: seconds(item.createdAt),
    LastModifiedTime: seconds(item.changedAt),
    CreatedBy: 'arn:aws:sts::000000000000:assumed-role/rolecall/local',
    Version: '1',
  };
}

function seconds(iso: string): number {
  return new Date(iso).getTime() / 1000;
}
