/** What work takes of the processor: unlike the time on the wall, it is not longer on a machine that has other things to do. */

/** Milliseconds of processor that this process needed for `work`. */
export const processorMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
