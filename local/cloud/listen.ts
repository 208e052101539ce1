import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { answerError } from './s3/xml.ts';
import { type CloudResponse, type CloudService, requestUrl } from './service.ts';

/**
 * Serves the local cloud on loopback, for `AWS_ENDPOINT_URL`; port 0 takes a free one. A request for
 * another host name gets 403, so that no web page reaches the cloud by DNS rebinding.
 */
export async function listen(cloud: CloudService, port = 0): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(cloud, request, response).catch(() => response.destroy());
  });
  // The server must not close a reused connection while the client sends its next request.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Listening = { url: string; close(): Promise<void> };

async function serve(cloud: CloudService, request: IncomingMessage, response: ServerResponse) {
  const answer = await send(cloud, request);
  response.writeHead(answer.status, answer.headers);
  if (Buffer.isBuffer(answer.body)) response.end(answer.body);
  else await pipeline(answer.body, response);
}

async function send(cloud: CloudService, request: IncomingMessage): Promise<CloudResponse> {
  const { method = 'GET', url = '/', headers } = request;
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? ''))
    return { status: 403, headers: {}, body: Buffer.alloc(0) };
  try {
    return await cloud({ method, url: requestUrl(url), headers: flat(headers), body: request });
  } catch (error) {
    return answerError(method, error);
  }
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(pairs);
}
