/** The people that the laptop's issuer knows: one per group, and one per client who sees their own accounts only. */
import { listAt, textAt } from '../../lib/kernel/json.ts';

export interface Person {
  /** Their group, by which they are chosen: `reviewer`, `viewer@acme`. */
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

const ROLES = ['responder', 'reviewer', 'viewer'] as const;

/** A chooser is shown instead of anybody. */
export const CHOOSE = 'choose';

/** `policy`: `rolecall.yml` after it was decoded. */
export const peopleOf = (policy: unknown): readonly Person[] => [
  ...ROLES.map((role): Person => ({ id: role, username: 'you@laptop', name: `You, as ${role}` })),
  ...listAt(policy, 'clients').flatMap((client): readonly Person[] => {
    const id = textAt(client, 'id');
    return id === undefined
      ? []
      : [
          {
            id: `viewer@${id}`,
            username: `somebody@${id}`,
            name: `Somebody of ${textAt(client, 'name') ?? id}`,
          },
        ];
  }),
];

/** The person that was meant at the start: a group of theirs. Throws with the groups there are. */
export const personNamed = (people: readonly Person[], wanted: string): Person | undefined => {
  const person = people.find(({ id }) => id === wanted);
  if (person === undefined && wanted !== CHOOSE) {
    const known = [...people.map(({ id }) => id), CHOOSE].join(', ');
    throw new Error(`nobody here is "${wanted}"; --as takes one of ${known}`);
  }
  return person;
};
