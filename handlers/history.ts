/** HTTP API -> the history: its page and its questions. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { lazily } from '../lib/kernel/lazily.ts';
import { wireHistory } from '../lib/wiring/history.ts';

const wired = lazily(wireHistory);

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  wired()(event);
