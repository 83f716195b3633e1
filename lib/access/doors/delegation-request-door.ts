/**
 * Temporary delegation: a product provider asks to act in the account, somebody of the account agrees.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html
 */
import { param, UNNAMED } from './act.ts';
import { doorOf, passive, type Teller, type Told } from './tell-door.ts';

const onRequest =
  (done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => {
    const id = param(act, 'delegationRequestId') ?? UNNAMED;
    return {
      subject: { type: 'delegation request', name: id },
      says: passive(`the request ${id} of a product provider to act in this account`, done),
      ...weighs,
    };
  };

const LETS_IN = { weight: 'normal', because: 'it lets a product provider act in the account' } as const;
const NOT_YET = { weight: 'recorded', because: 'nobody can act by it yet' } as const;

export const DELEGATION_REQUEST_DOOR = doorOf('federation', 'iam.amazonaws.com', {
  CreateDelegationRequest: onRequest('made', NOT_YET),
  AssociateDelegationRequest: onRequest('taken up', NOT_YET),
  AcceptDelegationRequest: onRequest('accepted', LETS_IN),
  SendDelegationToken: onRequest('answered with the credentials it asked for', LETS_IN),
  RejectDelegationRequest: onRequest('rejected', {
    weight: 'recorded',
    because: 'it lets nobody in',
  }),
});
