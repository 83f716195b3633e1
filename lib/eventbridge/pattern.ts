import type { CidrBlock, IpAddress } from './ip-address.ts';
import type { WildcardParts } from './wildcard.ts';

/** What a leaf of an event can be. */
export type Scalar = string | number | boolean | null;

/** A condition on texts, which is also what `anything-but` can exclude besides plain values. */
export type TextCondition =
  | { readonly operator: 'prefix' | 'suffix'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly operator: 'equals-ignore-case'; readonly text: string }
  | { readonly operator: 'wildcard'; readonly parts: WildcardParts };

export interface EqualsCondition {
  readonly operator: 'equals';
  readonly value: Scalar;
}

export const COMPARATORS = ['=', '<', '<=', '>', '>='] as const;
export type Comparator = (typeof COMPARATORS)[number];

export interface Comparison {
  readonly comparator: Comparator;
  readonly limit: number;
}

/** One of the alternatives a field accepts. */
export type Condition =
  | EqualsCondition
  | TextCondition
  /** A plain text that is an IP address: EventBridge compares it as an address, so `::1` equals `0::1`. */
  | { readonly operator: 'ip-address'; readonly address: IpAddress }
  | { readonly operator: 'cidr'; readonly block: CidrBlock }
  | { readonly operator: 'numeric'; readonly comparisons: readonly Comparison[] }
  | { readonly operator: 'exists'; readonly expected: boolean }
  | { readonly operator: 'anything-but'; readonly excluded: readonly (EqualsCondition | TextCondition)[] };

/** One line of a pattern, in the order it was written: with `$or` the order decides (see `expand-or.ts`). */
export type PatternEntry =
  | { readonly kind: 'field'; readonly name: string; readonly conditions: readonly Condition[] }
  | { readonly kind: 'group'; readonly name: string; readonly entries: readonly PatternEntry[] }
  | { readonly kind: 'or'; readonly branches: readonly (readonly PatternEntry[])[] };

/** A pattern that EventBridge would accept. Made by `parsePattern`. */
export interface EventPattern {
  /** The JSON as it would be sent to AWS; its length is what the quota counts. */
  readonly text: string;
  readonly entries: readonly PatternEntry[];
}
