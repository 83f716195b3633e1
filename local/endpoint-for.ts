/** Lets somebody stand between a caller and an endpoint: the fault suite puts its proxies there. */

export const ENDPOINT_NAMES = ['database', 'messaging', 'stand-ins', 'ssm', 'vendors'] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];

/**
 * The address that `caller` is to use instead of `url`. Callers are the functions by their names in `serverless.yml`,
 * `poller` (what hands queue messages to functions) and `bus` (what puts events into queues).
 */
export type EndpointFor = (name: EndpointName, url: string, caller: string) => Promise<string>;

/** Everybody goes straight to the endpoint. */
export const straightTo: EndpointFor = (_name, url) => Promise.resolve(url);
