/** OpsItems in SSM OpsCenter. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html */
import {
  CreateOpsItemCommand,
  GetOpsItemCommand,
  OpsItemAlreadyExistsException,
  type SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import type { OpsItem } from '../delivery/channel.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { classifyAwsError } from './classify-aws-error.ts';

/** Must not contain `aws`, `amazon` or `amzn`. */
const SOURCE = 'rolecall';
const DESCRIPTION_LENGTH = 2048;

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
            ...Object.fromEntries(
              Object.entries(item.data).map(([key, value]) => [
                key,
                { Type: 'String' as const, Value: value },
              ]),
            ),
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

/** Adds words under the description, as much as fits into its 2,048 characters. */
export const appendToOpsItemWith =
  (client: SSMClient) =>
  async (opsItemId: string, words: string): Promise<Outcome> => {
    try {
      const { OpsItem: present } = await client.send(new GetOpsItemCommand({ OpsItemId: opsItemId }));
      const description = `${present?.Description ?? ''}\n\n${words}`.slice(0, DESCRIPTION_LENGTH);
      await client.send(new UpdateOpsItemCommand({ OpsItemId: opsItemId, Description: description }));
      return { kind: 'sent', reference: opsItemId };
    } catch (error) {
      return classifyAwsError(error);
    }
  };
