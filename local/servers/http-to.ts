import { ConnectionFailed, type Http } from '../../lambdas/http/http.ts';
import { ConnectionLost } from './faults/connection-lost.ts';
import { framed } from './framed.ts';
import type { BulkServer } from './server.ts';

/** Servers by the origin they are reached at, such as `https://files.example`. */
export type Origins = Readonly<Record<string, BulkServer>>;

/**
 * HTTP to servers in the same process, for runs under a virtual clock: what no server answers for is
 * a refused connection, and plain http is for private requests only. Answers come at once, so that
 * `timeoutSeconds` never passes.
 */
export function httpTo(servers: Origins): Http {
  return async ({ method, url: address, headers, body = '', private: isPrivate }) => {
    const url = new URL(address);
    const server = Object.hasOwn(servers, url.origin) ? servers[url.origin] : undefined;
    if (url.protocol !== 'https:' && !isPrivate)
      throw new ConnectionFailed('only https leaves the network', false);
    if (!server) throw new ConnectionFailed(`nothing listens at ${url.origin}`, false);
    return framed(await server.handle({ method, url, headers, body }).catch(lost));
  };
}

function lost(cause: unknown): never {
  if (cause instanceof ConnectionLost) throw new ConnectionFailed(cause.message, true, { cause });
  throw cause;
}
