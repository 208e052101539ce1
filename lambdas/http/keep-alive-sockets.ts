import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../runtime/clock.ts';
import { MAX_IDLE_SECONDS } from './http.ts';

/**
 * `node:http`, not by an `import`: one reads every export of it, and one of those loads all of Node's
 * `fetch`, which is a third of a cold start.
 */
export const http = process.getBuiltinModule('node:http');

/**
 * Gives the agent for the next request, without the sockets that idled for too long: behind the back
 * of a Lambda that slept between two calls the other end may have dropped them, and a kick-off that
 * fails on such a socket cannot be told from one that arrived (K5).
 */
export function keptSockets<Kind extends Agent>(agent: Kind, clock: Pick<Clock, 'now'>) {
  const freedAt = new WeakMap<Duplex, number>();
  agent.on('free', (socket: Duplex) => freedAt.set(socket, clock.now().getTime()));
  return (): Kind => {
    const oldest = clock.now().getTime() - MAX_IDLE_SECONDS * 1000;
    for (const socket of Object.values(agent.freeSockets).flat())
      if (socket && (freedAt.get(socket) ?? 0) < oldest) socket.destroy();
    return agent;
  };
}
