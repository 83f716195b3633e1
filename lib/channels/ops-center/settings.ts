import * as z from 'zod/mini';
import { NOT_A_MAP } from '../decode-settings.ts';

/** A destination of channel `ops-center` has no settings: items are made in the account of the stack. */
export const opsCenterSettings = z.strictObject({}, { error: NOT_A_MAP });
