/** One question to the API of the review: the laptop's, or a deployed one with the user's own sign-in. */
import { parseJson, textAt } from '../lib/kernel/json.ts';

/** Like `fetch`, with the path below the page's address and the sign-in added. */
export type AskApi = (path: string, init?: RequestInit) => Promise<Response>;

/** The API said no; the message is for the terminal. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The answer, or `ApiRefused` with what the API said. */
export const checked = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  const body = parseJson(await response.text());
  const message = textAt(body, 'message') ?? `The API answered with ${String(response.status)}.`;
  throw new ApiRefused(response.status, textAt(body, 'code') ?? '', message);
};

/** Asks for JSON. The shape is the API's promise: both come from one contract. */
export const askJson = async <Answer>(ask: AskApi, path: string, init?: RequestInit): Promise<Answer> =>
  (await (await checked(await ask(path, init))).json()) as Answer;

/** Posts JSON. */
export const postJson = <Answer>(ask: AskApi, path: string, body: unknown): Promise<Answer> =>
  askJson(ask, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
