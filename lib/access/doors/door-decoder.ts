/** How a kind of record is declared to be a door: which events, and what they mean. The rules are made from the same list. */
import type { JsonObject } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import type { DoorContext } from './door-context.ts';

export interface DoorDecoder {
  /** As in the record: `iam.amazonaws.com`. */
  readonly eventSource: string;
  /**
   * Names as in the record; a trailing `*` stands for any ending, because some services write an API version into the name
   * (`AddPermission20150331v2`).
   */
  readonly eventNames: readonly string[];
  /**
   * More that EventBridge shall compare inside `detail`, where the names alone would bring too much:
   * `{ requestParameters: { attributeName: ['Policy'] } }`. Never narrower than `read`.
   */
  readonly detail?: JsonObject;
  /**
   * Only resources of our own stack matter: a rule may compare their names at `ownNameAt`. `read` answers `undefined` for
   * the resources of others.
   */
  readonly ownOnly?: boolean;
  /**
   * Where inside `detail` the name stands, by itself or inside an ARN, a URL or AWS's message about a refusal; each is a
   * path, any of them suffices: `[['requestParameters', 'queueUrl'], ['errorMessage']]`. A text at one of them that holds
   * `<ownStack>-` (lower-case for buckets) is ours. Given with `ownOnly`.
   */
  readonly ownNameAt?: readonly (readonly string[])[];
  /**
   * What the record means; `undefined` when it is none of ours after all (a key grant to an AWS service, say) and need not
   * even be kept. Never throws, whatever the record holds.
   */
  readonly read: (record: JsonObject, context: DoorContext) => DoorFinding | undefined;
}
