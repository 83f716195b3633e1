/** All cases, in the order of the list. */
import type { FaultCase } from '../fault-case.ts';
import { clockCases } from './clocks.ts';
import { crashCases } from './crashes.ts';
import { doorCases } from './doors.ts';
import { duplicateCases } from './duplicates.ts';
import { historyCases } from './history.ts';
import { laptopCases } from './laptops.ts';
import { logFileCases } from './log-files.ts';
import { outageCases } from './outages.ts';
import { poisonCases } from './poison.ts';
import { refusalCases } from './refusals.ts';
import { stormCases } from './storms.ts';
import { storeCases } from './stores.ts';
import { sweepingCases } from './sweeping.ts';
import { vendorCases } from './vendors.ts';

const ALL: readonly FaultCase[] = [
  ...duplicateCases,
  ...doorCases,
  ...crashCases,
  ...vendorCases,
  ...storeCases,
  ...clockCases,
  ...poisonCases,
  ...refusalCases,
  ...sweepingCases,
  ...historyCases,
  ...outageCases,
  ...stormCases,
  ...laptopCases,
  ...logFileCases,
];

/** Numbers first, in their order, then our own by letter. */
export const inOrder = (one: { readonly id: string }, other: { readonly id: string }): number =>
  numberOf(one.id) - numberOf(other.id) || one.id.localeCompare(other.id);

const numberOf = (id: string): number => {
  const number = Number.parseInt(id, 10);
  return Number.isNaN(number) ? 1000 : number;
};

export const CASES: readonly FaultCase[] = [...ALL].sort(inOrder);
