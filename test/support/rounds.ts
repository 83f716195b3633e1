/** How often a search or a random run is repeated: a little in `npm test`, a lot in `npm run test:slow`. */
export const isSlowRun = process.env.ROLECALL_SLOW === '1';

export const rounds = (usually: number, inTheSlowRun: number): number => (isSlowRun ? inTheSlowRun : usually);

/** Of cases that are all alike every so many-th in `npm test`, and all of them in `npm run test:slow`. */
export const oneIn = <Case>(howMany: number, cases: readonly Case[]): readonly Case[] =>
  isSlowRun ? cases : cases.filter((_case, index) => index % howMany === 0);
