/**
 * Regions enabled and disabled: a Region without our rules is a hole, because a role can be assumed through the STS of any
 * enabled Region. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
import { type Act, param, UNNAMED } from './act.ts';
import { nameAccount } from './name-account.ts';
import { doorOf, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

const onRegion =
  (done: string, weigh: (act: Act, region: string) => Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => {
    const region = param(act, 'regionName') ?? UNNAMED;
    const account = nameAccount(act.context, param(act, 'accountId') ?? act.context.accountId);
    return {
      subject: { type: 'Region', name: region },
      says: passive(`Region ${region}`, `${done} in ${account}`),
      ...weigh(act, region),
    };
  };

const enabled = ({ context }: Act, region: string): Pick<Told, 'weight' | 'because'> => {
  if (context.regions.includes(region))
    return { weight: 'recorded', because: 'our rules are in that Region' };
  return context.regions.length === 0
    ? { weight: 'normal', because: 'roles can be assumed there; it is not known whether our rules are there' }
    : { weight: 'normal', because: 'roles can be assumed there, and our rules are not there' };
};

export const REGION_DOOR = doorOf('region', 'account.amazonaws.com', {
  EnableRegion: onRegion('enabled', enabled),
  DisableRegion: onRegion('disabled', () => TAKES_AWAY),
});
