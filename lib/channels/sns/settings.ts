import * as z from 'zod/mini';
import { NOT_A_MAP } from '../decode-settings.ts';

const ADDRESSES = 'Write a list of mail addresses, such as [oncall@example.com].';
const ADDRESS = 'Write a mail address, such as oncall@example.com.';
const TOPIC =
  'Write the ARN of a standard SNS topic, such as arn:aws:sns:eu-central-1:111122223333:alerts (a FIFO topic sends no mail).';
const NEITHER = 'Add email (a list of addresses) or topicArn (an existing topic): nobody would be told.';

/** Settings of a destination of channel `sns`. Without `topicArn` the stack makes a topic for the addresses. */
export const snsSettings = z
  .strictObject(
    {
      email: z.optional(
        z
          .array(
            z
              .string({ error: ADDRESS })
              .check(z.regex(/^[^\s@<>"]{1,64}@[A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,}$/, { error: ADDRESS })),
            { error: ADDRESSES },
          )
          .check(z.minLength(1, { error: ADDRESSES }), z.describe('Addresses that subscribe to the topic.')),
      ),
      topicArn: z.optional(
        z
          .string({ error: TOPIC })
          .check(
            z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, { error: TOPIC }),
            z.describe('An existing standard topic, instead of one made by the stack.'),
          ),
      ),
    },
    { error: NOT_A_MAP },
  )
  .check(
    z.refine(({ email, topicArn }) => email !== undefined || topicArn !== undefined, {
      error: NEITHER,
      path: ['email'],
    }),
  );

export type SnsSettings = z.output<typeof snsSettings>;
