import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLocalCaller } from './is-local-caller.ts';
import { matchRoute } from './match-route.ts';
import { readBody } from './read-body.ts';
import { type GatewayEvent, toEvent } from './to-event.ts';

/** What a Lambda answers API Gateway (payload format 2.0). */
type Result = { statusCode: number; headers: Record<string, string>; body: string };

export type ApiGatewaySettings = {
  handler: (event: GatewayEvent) => Promise<Result>;
  /** Route keys such as `GET /exports/{id}`. */
  routes: readonly string[];
};

/** An HTTP API on this machine. */
export type ApiGateway = {
  /** Opens it on loopback, on any free port for 0; gives its origin. Rejects where the port is taken. */
  listen(port: number): Promise<string>;
  close(): Promise<void>;
};

/**
 * API Gateway's HTTP API in front of one Lambda handler: requests become events of payload format
 * 2.0. In place of IAM only this machine's own programs are let in.
 */
export function apiGateway(settings: ApiGatewaySettings): ApiGateway {
  const server = createServer((request, response) => {
    answer(request, settings)
      .catch(() => refusal(500, 'Internal Server Error'))
      .then((result) => write(result, response))
      .catch(() => response.destroy());
  });
  return {
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, '127.0.0.1', resolve);
      });
      return originOf(server.address());
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function originOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || !address) throw new Error('the gateway is not on a TCP port');
  return `http://${address.address}:${address.port}`;
}

async function answer(
  request: IncomingMessage,
  { handler, routes }: ApiGatewaySettings,
): Promise<Result> {
  const { method = '', url = '', headers } = request;
  if (!isLocalCaller(headers)) return refusal(403, 'Forbidden');
  const match = matchRoute(method, url, routes);
  if (!match) return refusal(404, 'Not Found');
  const body = await readBody(request);
  if (body === 'too large') return refusal(413, 'Request Entity Too Large');
  return handler(toEvent(request, match, body, randomUUID()));
}

/** An answer of API Gateway itself. */
const refusal = (statusCode: number, message: string): Result => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

function write({ statusCode, headers, body }: Result, response: ServerResponse) {
  response.writeHead(statusCode, headers).end(body);
}
