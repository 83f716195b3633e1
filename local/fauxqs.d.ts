/** fauxqs' own types refer to source files it does not ship: this is the part the laptop uses, which is Fastify's. */
declare module 'fauxqs' {
  import type { IncomingHttpHeaders, Server } from 'node:http';

  interface HookRequest {
    readonly headers: IncomingHttpHeaders;
    body: unknown;
  }

  interface HookReply {
    readonly statusCode: number;
    code(status: number): HookReply;
    header(name: string, value: string): HookReply;
    send(body: string): unknown;
  }

  interface FauxqsApp {
    readonly server: Server;
    addHook(name: 'preHandler', hook: (request: HookRequest, reply: HookReply) => Promise<unknown>): void;
    addHook(
      name: 'onSend',
      hook: (request: HookRequest, reply: HookReply, payload: unknown) => Promise<unknown>,
    ): void;
    ready(): Promise<unknown>;
    close(): Promise<unknown>;
  }

  export function buildApp(options: { readonly logger: boolean; readonly defaultRegion: string }): FauxqsApp;
}
