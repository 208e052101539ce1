import { pipeBody, readText } from '../../../lambdas/http/body.ts';
import type { Http, HttpRequest, HttpResponse } from '../../../lambdas/http/http.ts';
import { httpFor } from '../../../lambdas/http/http-for.ts';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Transport } from '../../../lambdas/settings/sources.ts';
import { memorySink } from './memory-sink.ts';

/** The tests of every transport run over each of these. */
export const TRANSPORTS: [path: Transport, open: (clock?: Pick<Clock, 'now'>) => Http][] = [
  ['standard', (clock) => httpFor('standard', clock)],
  ['direct', (clock) => httpFor('direct', clock)],
];

const MAX_BYTES = 1_000_000;

export type Read = (response: HttpResponse) => Promise<string>;

/** Both ways to read a body. */
export const READERS: [how: string, read: Read][] = [
  ['read', (response) => readText(response, MAX_BYTES)],
  [
    'piped',
    async ({ body }) => {
      const sink = memorySink({ roomBytes: 7 });
      await pipeBody(body, sink);
      return sink.bytes().toString();
    },
  ],
];

/** A GET as one for a file, to a server on loopback. */
export const get = (url: string, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  private: true,
  timeoutSeconds: 10,
  ...changes,
});

/** The bytes of a head with these headers. */
export const head = (...lines: string[]): string =>
  `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

/** Resolves after that many turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => void setImmediate(resolve));
}
