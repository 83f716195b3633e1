/** What every command is given. */
import type { ByteStream } from './read-log-stream.ts';

export interface MainOptions {
  /** The project. */
  readonly root: string;
  readonly args: readonly string[];
  readonly write: (text: string) => void | Promise<void>;
  readonly writeError: (text: string) => void;
  readonly stdin: ByteStream;
  /** Whether the error output is a terminal, which can show a line that changes. */
  readonly terminal: boolean;
}
