import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiGatewayEvent, matchRoute, toGatewayEvent } from './gateway-event.ts';

/** What a Lambda answers API Gateway (payload format 2.0). */
type Result = { statusCode: number; headers: Record<string, string>; body: string };

export type ApiGatewaySettings = {
  handler: (event: ApiGatewayEvent) => Promise<Result>;
  /** Route keys such as `GET /exports/{id}`. */
  routes: readonly string[];
};

/** An HTTP API on this machine. */
type ApiGateway = {
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
  return handler(toGatewayEvent(request, match, body, randomUUID()));
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

/** API Gateway's limit of a payload. */
const MAX_BYTES = 10 * 1024 ** 2;

/**
 * The whole body of a request, or that it is beyond the limit. Such a body is read to its end and
 * not kept, since a caller who is still sending would not see the answer.
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
 * Whether a program of this machine calls, and not a web page that is open in a browser: a page of
 * another site names its `Origin`, and one that rebound its DNS name to loopback names itself in `Host`.
 */
const isLocalCaller = ({ host = '', origin }: IncomingHttpHeaders): boolean =>
  origin === undefined && LOOPBACK.test(host);
