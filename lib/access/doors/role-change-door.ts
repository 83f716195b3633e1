/** A role deleted, retagged, or made to last longer. */
import { isObject, listAt, numberAt, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { type Act, aThing } from './act.ts';
import { doorOf, OPENS_NOTHING, passive, type Teller, type Told } from './tell-door.ts';
import { roleNameOf } from './trust-door.ts';

type Change = Pick<Told, 'says' | 'because'> & { readonly rings: boolean };

const onRole =
  (change: (act: Act, name: string) => Change): Teller =>
  (act) => {
    const name = roleNameOf(act);
    const { says, because, rings } = change(act, name);
    const told = { subject: { type: 'role', name }, says } as const;
    return rings && act.context.isDesignated(name)
      ? { ...told, weight: 'normal', because }
      : { ...told, ...OPENS_NOTHING };
  };

const deleted = (_act: Act, name: string): Change => ({
  says: passive(aThing('role', name), 'deleted'),
  because: 'a designated role is gone; another of its name would be another role',
  rings: true,
});

const HOUR = 3600;

const updated = (act: Act, name: string): Change => {
  const seconds = numberAt(act.record, 'requestParameters', 'maxSessionDuration');
  if (seconds === undefined) {
    return { says: passive(aThing('role', name), 'given another description'), because: '', rings: false };
  }
  const hours = String(Math.round((seconds / HOUR) * 10) / 10);
  return {
    says: passive(aThing('role', name), `changed: its sessions may last up to ${hours} h`),
    because: 'it changes how long somebody may stay in a designated role',
    rings: true,
  };
};

/** Tags by which owners, clients and channels are found: whoever can set them can send the notices elsewhere. */
const STEERS = /owner|client|contact|channel|slack|mail|team|notif|alert|rolecall|on-?call/i;

const retagged =
  (done: string) =>
  (act: Act, name: string): Change => {
    const keys = tagKeys(act);
    const shown = keys.length === 0 ? 'tags' : `${keys.length === 1 ? 'tag' : 'tags'} ${keys.join(', ')}`;
    const verb = keys.length === 1 ? 'was' : 'were';
    return {
      says: (refused) => `${shown} ${refused ? 'would have been' : verb} ${done} ${aThing('role', name)}`,
      because: 'the tag may decide who is told about the role',
      rings: keys.some((key) => STEERS.test(key)),
    };
  };

/** `tags` is a list of pairs, `tagKeys` one of names. Values may be anything and are not shown. */
const tagKeys = ({ record }: Act): readonly string[] => {
  const named = listAt(record, 'requestParameters', 'tags').flatMap((tag) =>
    isObject(tag) ? [textAt(tag, 'key')] : [],
  );
  return [...named, ...listAt(record, 'requestParameters', 'tagKeys')]
    .flatMap((key) => (typeof key === 'string' && key !== '' ? [oneLine(key, 128)] : []))
    .slice(0, 50);
};

export const ROLE_CHANGE_DOOR = doorOf('role-change', 'iam.amazonaws.com', {
  DeleteRole: onRole(deleted),
  UpdateRole: onRole(updated),
  TagRole: onRole(retagged('put on')),
  UntagRole: onRole(retagged('taken off')),
});
