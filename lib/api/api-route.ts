/**
 * One question or action of the API. Routes are a table (`all-routes.ts`): who may ask, whether it is noted who looked, and
 * the OpenAPI document are made from it, so that no route is without them.
 */
import type { ReadKind } from '../history/reads.ts';
import type { Result } from '../kernel/result.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import type { Refusal } from './api-error.ts';
import type { ReaderRole } from './contract.ts';
import type { Reader } from './reader.ts';

/** What is noted in the audit of reads before the answer leaves. */
export interface Look {
  readonly kind: ReadKind;
  readonly what: string;
  readonly rows?: number;
}

interface Looked {
  /** Several where one answer is about several accesses that are looked at on their own. */
  readonly look?: Look | readonly Look[];
}

export type Answer = (
  | { readonly json: object }
  /** A file instead of JSON. */
  | { readonly response: Response }
) &
  Looked;

/** A refusal that tells something of the history is a look as well. */
export type Answered = Result<Answer, Refusal & Looked>;

export interface Asked {
  readonly reader: Reader;
  readonly now: Date;
  readonly query: URLSearchParams;
  /** Of the path; always there for names that the path has. */
  readonly param: (name: string) => string;
  /** Of a POST: parsed, not yet decoded. */
  readonly body: unknown;
}

export interface QueryParameter {
  readonly name: string;
  readonly words: string;
  readonly required?: true;
  /** May stand several times. */
  readonly repeated?: true;
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** `/api/accesses/:accessId` */
  readonly path: string;
  /** The least that the reader has to be. */
  readonly role: ReaderRole;
  /** Is about everything, so that nobody who sees some accounts only may ask. */
  readonly everything?: true;
  /** One sentence for the OpenAPI document. */
  readonly words: string;
  /** Names of types in `contract.ts`; a route that answers a file has its media type instead. */
  readonly answer: string;
  readonly body?: string;
  readonly query?: readonly QueryParameter[];
  readonly handle: (asked: Asked, dependencies: ApiDependencies) => Promise<Answered>;
}
