/** What the fake vendors keep: one line per thing that arrived, in the words of the inbox. */
import { isObject, listAt, textAt, type JsonObject } from './json.ts';

export const vendorNames = [
  'slack-webhook',
  'slack-api',
  'jira-cloud',
  'webhook-receiver',
  'ops-center',
  'mail',
] as const;
export type VendorName = (typeof vendorNames)[number];

export const messageKinds = ['slack', 'mail', 'ticket', 'ops-item', 'webhook'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const actions = ['new', 'reply', 'update', 'comment', 'transition', 'link'] as const;
export type MessageAction = (typeof actions)[number];

export const outcomes = ['accepted', 'refused', 'told-to-fail', 'answer-lost'] as const;
export type Outcome = (typeof outcomes)[number];

/** Markup a person could click or be rung by: the place where hostile text would show. */
export interface LiveMarkup {
  readonly kind: 'mention' | 'link' | 'auto-link';
  readonly target: string;
}

/** What the vendor did with it; `answer` is the vendor's own word ("200 ok", "400 invalid_blocks"). */
export interface Verdict {
  readonly outcome: Outcome;
  readonly answer: string;
}

/** One arrival as a vendor describes it. `thing` names what it created or changed: edits and comments share it. */
export interface Arrival {
  readonly destinationHint: string;
  readonly action: MessageAction;
  readonly thing: string | null;
  readonly summary: string;
  readonly body: JsonObject;
  readonly live: readonly LiveMarkup[];
}

export interface KeptMessage extends Arrival {
  readonly seq: number;
  readonly at: string;
  readonly vendor: VendorName;
  readonly kind: MessageKind;
  readonly verdict: Verdict;
}

const kindOfVendor: Readonly<Record<VendorName, MessageKind>> = {
  'slack-webhook': 'slack',
  'slack-api': 'slack',
  'jira-cloud': 'ticket',
  'webhook-receiver': 'webhook',
  'ops-center': 'ops-item',
  mail: 'mail',
};

/** The tab of the inbox a vendor's messages belong to. */
export function kindOf(vendor: VendorName): MessageKind {
  return kindOfVendor[vendor];
}

/** True when the vendor has it: the person sees it, whatever the sender was told. */
export function reachedThePerson(message: KeptMessage): boolean {
  return message.verdict.outcome === 'accepted' || message.verdict.outcome === 'answer-lost';
}

/** A line of a kept file, or undefined when it is torn or not ours. */
export function decodeKeptMessage(value: unknown): KeptMessage | undefined {
  if (!isObject(value) || !isObject(value['verdict']) || !isObject(value['body'])) return undefined;
  const vendor = vendorNames.find((name) => name === value['vendor']);
  const action = actions.find((name) => name === value['action']);
  const verdict = value['verdict'];
  const outcome = outcomes.find((name) => name === verdict['outcome']);
  const seq = value['seq'];
  const at = textAt(value, 'at');
  if (!vendor || !action || !outcome || typeof seq !== 'number' || at === undefined) return undefined;
  return {
    seq,
    at,
    vendor,
    kind: kindOf(vendor),
    action,
    destinationHint: textAt(value, 'destinationHint') ?? '',
    thing: textAt(value, 'thing') ?? null,
    summary: textAt(value, 'summary') ?? '',
    body: value['body'],
    live: (listAt(value, 'live') ?? []).flatMap(decodeLive),
    verdict: { outcome, answer: textAt(verdict, 'answer') ?? '' },
  };
}

function decodeLive(value: unknown): readonly LiveMarkup[] {
  if (!isObject(value)) return [];
  const kind = (['mention', 'link', 'auto-link'] as const).find((name) => name === value['kind']);
  const target = textAt(value, 'target');
  return kind && target !== undefined ? [{ kind, target }] : [];
}
