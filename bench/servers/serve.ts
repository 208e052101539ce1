import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const Identity = z.object({ key: z.string(), cert: z.string() });

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Serves https on loopback with the identity from stdin. Prints its address, and ends the process when stdin
 * ends.
 */
export async function serve(respond: Respond): Promise<Server> {
  const lines = createInterface(process.stdin);
  lines.on('close', () => process.exit(0));
  const [line] = await once(lines, 'line');
  const server = createServer(Identity.parse(JSON.parse(String(line))), respond);
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  process.stdout.write(`https://127.0.0.1:${address.port}\n`);
  return server;
}
