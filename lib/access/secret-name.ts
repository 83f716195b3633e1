/** Names whose values are not carried along, wherever in a record they stand. */
const SECRET_NAME =
  /token|secret|credential|external[_-]?id|password|authorization|certificate|(?<![a-z])cert(?![a-z])/i;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Where the first such name begins in a text; -1 when there is none. */
export const findSecretName = (text: string): number => text.search(SECRET_NAME);
