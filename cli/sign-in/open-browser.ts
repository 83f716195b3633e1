/** Opens an address with whatever this machine opens addresses with. */
import { spawn } from 'node:child_process';

const PROGRAMS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Never throws: the address stands on the terminal as well. No shell sees it. */
export const openBrowser = (address: string): void => {
  const [program, ...before] = PROGRAMS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...before, address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
};
