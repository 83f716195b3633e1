/** Every answer that is not what was asked for. */
import type { Context } from 'hono';
import { type ErrorCode, type Refusal, STATUS_OF_ERROR } from './api-error.ts';
import type { ErrorAnswer } from './contract.ts';

export const refuse = (c: Context, code: ErrorCode, message: string): Response => {
  const answer: ErrorAnswer = { code, message };
  return c.json(answer, STATUS_OF_ERROR[code]);
};

export const refusal = (
  code: ErrorCode,
  message: string,
): { readonly ok: false; readonly error: Refusal } => ({ ok: false, error: { code, message } });
