/**
 * Speaks AWS's JSON and Query protocols to the endpoints on this laptop. They do not check signatures, so the SDK
 * (which only `lib/aws` may know) is not needed to prepare them: only the shape of a signed request is.
 */
import { isObject, type JsonObject, parseJson, textAt } from '../lib/kernel/json.ts';

/** What the laptop's own calls and the functions use: accepted everywhere here, worth nothing elsewhere. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'LOCALROLECALL0000000', secretAccessKey: 'local' } as const;

/** The account every local resource lives in; fauxqs knows no other. */
export const LOCAL_ACCOUNT = '000000000000';

/** An endpoint refused a call. */
export class AwsCallRefused extends Error {
  readonly code: string;

  constructor(action: string, code: string, words: string) {
    super(`${action}: ${code} ${words}`);
    this.code = code;
  }
}

export interface AwsJsonCall {
  readonly endpointUrl: string;
  readonly region: string;
  /** The `X-Amz-Target`, e.g. `AmazonSQS.SendMessage`. */
  readonly target: string;
  readonly body: JsonObject;
  readonly signal?: AbortSignal;
}

/** Answers the decoded body; throws `AwsCallRefused` for any other status than 200. */
export async function callAwsJson(call: AwsJsonCall): Promise<JsonObject> {
  const response = await fetch(call.endpointUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': call.target,
      ...signatureOf(call.region, call.target.toLowerCase()),
    },
    body: JSON.stringify(call.body),
    signal: call.signal ?? null,
  });
  const answer = parseJson(await response.text());
  if (response.ok && isObject(answer)) return answer;
  const type = textAt(answer, '__type') ?? `status ${String(response.status)}`;
  throw new AwsCallRefused(call.target, type.slice(type.indexOf('#') + 1), textAt(answer, 'message') ?? '');
}

export interface AwsQueryCall {
  readonly endpointUrl: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Answers the XML; throws `AwsCallRefused` for any other status than 200. */
export async function callAwsQuery(call: AwsQueryCall): Promise<string> {
  const response = await fetch(call.endpointUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...signatureOf(call.region, 'query') },
    body: new URLSearchParams(call.parameters).toString(),
  });
  const xml = await response.text();
  if (response.ok) return xml;
  const code = /<Code>([^<]*)<\/Code>/.exec(xml)?.[1] ?? `status ${String(response.status)}`;
  throw new AwsCallRefused(call.parameters['Action'] ?? '', code, '');
}

/** The Region a request was signed for; AWS's clients write it into the credential scope. */
export function signedRegion(authorization: string | undefined): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization ?? '')?.[1];
}

const signatureOf = (region: string, service: string): Readonly<Record<string, string>> => ({
  'x-amz-date': '20260101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=${LOCAL_CREDENTIALS.accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=local`,
});
