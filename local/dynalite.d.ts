/** dynalite ships no types: this is the part the laptop uses. */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  export default function dynalite(options: {
    /** LevelDB folder; memory when absent. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }): Server;
}
