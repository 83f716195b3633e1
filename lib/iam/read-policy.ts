/** A policy document in whatever form a record holds it: a text, a URL-encoded text, an object. */
import { fail, type Result } from '../kernel/result.ts';

export type Effect = 'Allow' | 'Deny';

export interface PolicyStatement {
  readonly effect: Effect;
  /** As written, each form of it. */
  readonly principal: unknown;
  readonly notPrincipal: unknown;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator -> key -> values. */
  readonly conditions: readonly PolicyCondition[];
}

export interface PolicyCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

/** Reads a document; the error is a sentence. Whatever is odd inside it is kept as it is: only what is no policy fails. */
export const readPolicy = (_document: unknown): Result<PolicyDocument, string> => fail('not read yet');
