/**
 * Temporary delegation: the account of a product provider that acts with what a customer granted it for a while.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { type JsonObject, textAt } from '../kernel/json.ts';
import type { Caller, Evidence } from './caller.ts';
import { asserted } from './pieces.ts';

/** Where the provider's account stands in a record. */
export const DELEGATE = 'userIdentity.invokedByDelegate.accountId';

export const delegateOf = (record: JsonObject): readonly Evidence[] =>
  asserted(
    DELEGATE,
    textAt(record, 'userIdentity', 'invokedByDelegate', 'accountId')?.slice(0, 64),
    'account of the product provider on whose behalf the call was made, named by AWS',
  );

/** What a label says of the provider, behind the name; empty where nobody was delegated to. */
export const onBehalf = (evidence: readonly Evidence[]): string => {
  const provider = evidence.find(({ source }) => source === DELEGATE)?.value;
  return provider === undefined ? '' : `, on behalf of product provider account ${provider}`;
};

/** The caller's name without the provider, and what is said of it: the one may be claimed, the other never is. */
export const splitDelegate = ({
  label,
  evidence,
}: Pick<Caller, 'label' | 'evidence'>): { readonly name: string; readonly provider: string } => {
  const provider = onBehalf(evidence);
  const name = provider !== '' && label.endsWith(provider) ? label.slice(0, -provider.length) : label;
  return { name, provider };
};
