/** OpsItems in SSM OpsCenter. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html */
import {
  CreateOpsItemCommand,
  OpsItemAlreadyExistsException,
  type SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import type { OpsItem } from '../delivery/channel.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { classifyAwsError } from './classify-aws-error.ts';

/** Must not contain `aws`, `amazon` or `amzn`. */
const SOURCE = 'rolecall';

/** Creates an OpsItem; an equal one that is still open is found by its dedup string and nothing is made twice. */
export const createOpsItemWith =
  (client: SSMClient, region: string) =>
  async (item: OpsItem): Promise<Outcome> => {
    try {
      const answer = await client.send(
        new CreateOpsItemCommand({
          Title: item.title,
          Description: item.description,
          Source: SOURCE,
          Severity: item.severity,
          Category: 'Security',
          OperationalData: {
            '/aws/dedup': {
              Type: 'SearchableString',
              Value: JSON.stringify({ dedupString: item.dedupString }),
            },
            ...operationalData(item.data),
          },
        }),
      );
      return sent(answer.OpsItemId, region);
    } catch (error) {
      if (error instanceof OpsItemAlreadyExistsException) {
        return { ...sent(error.OpsItemId, region), found: true };
      }
      return classifyAwsError(error);
    }
  };

const sent = (id: string | undefined, region: string) =>
  id === undefined
    ? { kind: 'sent' as const }
    : {
        kind: 'sent' as const,
        reference: id,
        url: `https://${region}.console.aws.amazon.com/systems-manager/opsitems/${id}`,
      };

/**
 * Adds entries to the operational data: the description holds 2,048 characters and may be full already. An entry is
 * replaced by one of the same name. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html
 */
export const addToOpsItemWith =
  (client: SSMClient, region: string) =>
  async (opsItemId: string, data: OpsItem['data']): Promise<Outcome> => {
    try {
      await client.send(
        new UpdateOpsItemCommand({ OpsItemId: opsItemId, OperationalData: operationalData(data) }),
      );
      return sent(opsItemId, region);
    } catch (error) {
      return classifyAwsError(error);
    }
  };

const operationalData = (data: OpsItem['data']) =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, { Type: 'String' as const, Value: value }]),
  );
