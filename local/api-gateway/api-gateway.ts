import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiGatewayEvent, matchRoute, toGatewayEvent } from './gateway-event.ts';

/** A Lambda's response to API Gateway (payload format 2.0). */
type Result = { statusCode: number; headers: Record<string, string>; body: string };

export type ApiGatewaySettings = {
  handler: (event: ApiGatewayEvent) => Promise<Result>;
  /** Route keys such as `GET /exports/{id}`. */
  routes: readonly string[];
};

/** An HTTP API on this machine. */
type ApiGateway = {
  /** Listens on loopback, with port 0 on a free port; gives the origin. Rejects if the port is in use. */
  listen(port: number): Promise<string>;
  close(): Promise<void>;
};

/**
 * API Gateway's HTTP API in front of one Lambda handler, with events of payload format 2.0. Instead of
 * checking IAM, it accepts requests of programs on this machine only.
 */
export function apiGateway(settings: ApiGatewaySettings): ApiGateway {
  const server = createServer((request, response) => {
    answer(request, settings)
      .catch(() => errorResponse(500, 'Internal Server Error'))
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
  if (!isLocalCaller(headers)) return errorResponse(403, 'Forbidden');
  const match = matchRoute(method, url, routes);
  if (!match) return errorResponse(404, 'Not Found');
  const body = await readBody(request);
  if (body === 'too large') return errorResponse(413, 'Request Entity Too Large');
  return handler(toGatewayEvent(request, match, body, randomUUID()));
}

/** A response of API Gateway itself. */
const errorResponse = (statusCode: number, message: string): Result => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

function write({ statusCode, headers, body }: Result, response: ServerResponse) {
  response.writeHead(statusCode, headers).end(body);
}

/** API Gateway's limit for a payload. */
const MAX_BYTES = 10 * 1024 ** 2;

/**
 * The whole body of a request, or that it is too large. Such a body is read to its end all the same,
 * because a caller that is still sending does not see the response.
 */
async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BYTES ? 'too large' : Buffer.concat(chunks);
}

const LOOPBACK = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Whether a program on this machine calls, and not a web page in a browser: a page of another site sends
 * its `Origin`, and one that rebound its DNS name to loopback sends its name in `Host`.
 */
const isLocalCaller = ({ host = '', origin }: IncomingHttpHeaders): boolean =>
  origin === undefined && LOOPBACK.test(host);
