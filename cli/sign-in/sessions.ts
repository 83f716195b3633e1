/** Sessions on disk, by the address of the history: in the user's cache folder, readable by the user only. */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  compact,
  at,
  isObject,
  type JsonObject,
  numberAt,
  parseJson,
  textAt,
} from '../../lib/kernel/json.ts';

export interface KeptTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** `cacheHome`: of the environment (XDG), where it is set. */
export const sessionsFile = (cacheHome?: string): string =>
  join(cacheHome ?? join(homedir(), '.cache'), 'rolecall', 'sessions.json');

export class Sessions {
  readonly #file: string;
  readonly #url: string;
  readonly #run: string | undefined;

  /** `run`: of the laptop that answers there; the next one may sign in somebody else. */
  constructor(file: string, url: string, run?: string) {
    this.#file = file;
    this.#url = url;
    this.#run = run;
  }

  /** `undefined` when there is none, and when nobody can read what is there. */
  async read(): Promise<KeptTokens | undefined> {
    const kept = at(await this.#all(), this.#url);
    if (textAt(kept, 'run') !== this.#run) return undefined;
    const accessToken = textAt(kept, 'accessToken');
    const expiresAt = numberAt(kept, 'expiresAt');
    if (accessToken === undefined || expiresAt === undefined) return undefined;
    return compact({ accessToken, expiresAt, refreshToken: textAt(kept, 'refreshToken') });
  }

  async keep(tokens: KeptTokens): Promise<void> {
    const all = { ...(await this.#all()), [this.#url]: compact({ ...tokens, run: this.#run }) };
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const draft = `${this.#file}.${String(process.pid)}`;
    await writeFile(draft, JSON.stringify(all), { mode: 0o600 });
    // The mode above counts for new files only.
    await chmod(draft, 0o600);
    await rename(draft, this.#file);
  }

  async #all(): Promise<JsonObject> {
    const parsed = parseJson(await readFile(this.#file, 'utf8').catch(() => ''));
    return isObject(parsed) ? parsed : {};
  }
}
