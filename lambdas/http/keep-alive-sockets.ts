import type { Agent } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { Clock } from '../runtime/clock.ts';

/**
 * `node:http` without an `import`, which would read every export of it: one of them loads all of Node's
 * `fetch`, a third of a cold start.
 */
export const http = process.getBuiltinModule('node:http');

/** Less than servers and load balancers keep an idle connection open. */
export const MAX_IDLE_SECONDS = 4;

/**
 * Agents of http and https that keep sockets alive. Each function gives its agent for the next request,
 * without the sockets that idled for too long: while a Lambda sleeps between two calls the other end may
 * drop them, and a kick-off that fails on such a socket may have arrived or not (K5).
 */
export const keepAliveAgents = (clock: Pick<Clock, 'now'>) => ({
  plain: withoutIdleSockets(new http.Agent({ keepAlive: true }), clock),
  secure: withoutIdleSockets(new https.Agent({ keepAlive: true }), clock),
});

function withoutIdleSockets<Kind extends Agent>(agent: Kind, clock: Pick<Clock, 'now'>) {
  const freedAt = new WeakMap<Duplex, number>();
  agent.on('free', (socket: Duplex) => freedAt.set(socket, clock.now().getTime()));
  return (): Kind => {
    const oldest = clock.now().getTime() - MAX_IDLE_SECONDS * 1000;
    for (const socket of Object.values(agent.freeSockets).flat())
      if (socket && (freedAt.get(socket) ?? 0) < oldest) socket.destroy();
    return agent;
  };
}
