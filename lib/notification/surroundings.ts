/** The words around an access that only the configuration knows. */
import type { Home } from './describe-caller.ts';

/** What the wording needs beside the access; all of it comes from the configuration. */
export interface Surroundings {
  /** The entered account's name. */
  readonly accountName: string;
  /** The role in plain words; absent when the record names no role. */
  readonly roleName?: string;
  readonly home: Home;
  readonly owner: { readonly name: string; readonly contact?: string };
  /** Of the reader, IANA name. */
  readonly timeZone: string;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
  /** How late it was found, in seconds, when not EventBridge but the sweep brought it. */
  readonly foundLateSeconds?: number;
}
