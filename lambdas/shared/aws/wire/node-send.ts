import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Clock } from '../../clock.ts';
import { http } from '../../http/http-module.ts';
import { keptSockets } from '../../http/kept-sockets.ts';
import { NoAnswer } from './aws-error.ts';
import type { AwsAnswer, Send, WireRequest } from './request.ts';
import { writeBody } from './write-body.ts';

const CONNECT_SECONDS = 5;

/** Silence on the wire for that long ends a request. S3 sends blanks while it completes an upload. */
const IDLE_SECONDS = 60;

/** Sends over `node:https`, and over `node:http` where an endpoint is plain. Sockets are kept. */
export function nodeSend(clock: Pick<Clock, 'now'>): Send {
  const plain = keptSockets(new http.Agent({ keepAlive: true }), clock);
  const secure = keptSockets(new https.Agent({ keepAlive: true }), clock);
  return (request) => {
    const { protocol, hostname, port } = new URL(request.origin);
    const { method, path, body } = request;
    const takesBody = method === 'PUT' || method === 'POST';
    const headers = {
      ...request.headers,
      ...(takesBody && { 'content-length': String(body.length) }),
    };
    const timeout = IDLE_SECONDS * 1000;
    // The path is given by itself: a URL would be rewritten where a key has dots for a segment.
    const options = { hostname, port, path, method, headers, timeout };
    return protocol === 'https:'
      ? exchange(https.request({ ...options, agent: secure() }), request)
      : exchange(http.request({ ...options, agent: plain() }), request);
  };
}

function exchange(outgoing: ClientRequest, request: WireRequest): Promise<AwsAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      reject(new NoAnswer(`${new URL(request.origin).host} gave no answer: ${reason}`, { cause }));
    };
    outgoing.on('error', fail);
    outgoing.on('timeout', () => outgoing.destroy(new Error(`silence for ${IDLE_SECONDS} s`)));
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) return;
      const late = () => outgoing.destroy(new Error(`no connection in ${CONNECT_SECONDS} s`));
      const timer = setTimeout(late, CONNECT_SECONDS * 1000);
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    });
    outgoing.on('response', (incoming) => {
      readAnswer(incoming).then(resolve, fail);
    });
    writeBody(outgoing, request.body).catch(fail);
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<AwsAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}
