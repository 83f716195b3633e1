/**
 * SDK clients, tuned for a Lambda function's first second: credentials straight from the environment that Lambda sets
 * (the default chain would be loaded and searched at every cold start), one keep-alive agent, short time-outs. The
 * endpoint comes from `AWS_ENDPOINT_URL_*` on the laptop and from nowhere in AWS.
 */
import { Agent } from 'node:https';
import type { AwsCredentials } from '../kernel/aws-credentials.ts';

export interface ClientSettings {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** The laptop's stand-in, instead of AWS. */
  readonly endpoint?: string;
  /** For one request, 5,000 ms unless given. */
  readonly requestMs?: number;
}

const CONNECT_MS = 2_000;
const REQUEST_MS = 5_000;

/** What every client of the SDK is given. */
export const clientConfiguration = ({
  region,
  credentials,
  endpoint,
  requestMs = REQUEST_MS,
}: ClientSettings) => ({
  region,
  credentials,
  maxAttempts: 4,
  requestHandler: {
    connectionTimeout: CONNECT_MS,
    requestTimeout: requestMs,
    // Without this the SDK only warns, and a silent connection holds the function until its own time-out.
    throwOnRequestTimeout: true,
    socketTimeout: requestMs,
    httpsAgent: new Agent({ keepAlive: true, maxSockets: 50 }),
  },
  ...(endpoint === undefined ? {} : { endpoint }),
});
