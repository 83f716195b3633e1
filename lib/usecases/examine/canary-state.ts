/** The last canary, kept as a mark: when it was sent, whether its alert arrived, and how long that took. */
import { numberAt, compact, parseJson, textAt } from '../../kernel/json.ts';

/** Name of the mark. */
export const CANARY_MARK = 'canary';

/**
 * `not-sent`: the role could not be assumed; `waiting`: on its way; `missing`: it should have arrived long ago; `arrived`:
 * the bell rings.
 */
export const CANARY_STATES = ['not-sent', 'waiting', 'missing', 'arrived'] as const;

export interface CanaryState {
  readonly id: string;
  readonly state: (typeof CANARY_STATES)[number];
  /** ISO 8601: when the role was, or was to be, assumed. */
  readonly sentAt: string;
  /** ISO 8601 */
  readonly arrivedAt?: string;
  /** From the assumption to the arrival. */
  readonly delaySeconds?: number;
  /** AWS's name for why the role could not be assumed. */
  readonly why?: string;
  /** ISO 8601: since when none has arrived; absent while they do. */
  readonly blindSince?: string;
  /** ISO 8601: when the operator was told of that. */
  readonly toldAt?: string;
  /** The last one that did arrive. */
  readonly lastArrivedAt?: string;
  readonly lastDelaySeconds?: number;
}

/** How long an alert may take before it is missing. CloudTrail hands most records over within five minutes. */
export const CANARY_PATIENCE_SECONDS = 900;

/** Unless rolecall.yml says otherwise. */
const DEFAULT_MINUTES = 360;

/** 0: never. */
export const canaryMinutesOf = ({ canaryMinutes }: { readonly canaryMinutes?: number }): number =>
  canaryMinutes ?? DEFAULT_MINUTES;

export const canaryText = (canary: CanaryState): string => JSON.stringify(canary);

/** `undefined` when the mark is absent or not ours. */
export const readCanary = (text: string | undefined): CanaryState | undefined => {
  const json = parseJson(text ?? '');
  const state = CANARY_STATES.find((known) => known === textAt(json, 'state'));
  const [id, sentAt] = [textAt(json, 'id'), textAt(json, 'sentAt')];
  if (state === undefined || id === undefined || sentAt === undefined) return undefined;
  return {
    id,
    state,
    sentAt,
    ...compact({
      arrivedAt: textAt(json, 'arrivedAt'),
      delaySeconds: numberAt(json, 'delaySeconds'),
      why: textAt(json, 'why'),
      blindSince: textAt(json, 'blindSince'),
      toldAt: textAt(json, 'toldAt'),
      lastArrivedAt: textAt(json, 'lastArrivedAt'),
      lastDelaySeconds: numberAt(json, 'lastDelaySeconds'),
    }),
  };
};
