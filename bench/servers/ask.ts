import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

/** Handshakes are full ones. */
const Stats = z.object({ handshakes: z.number(), resumed: z.number(), files: z.number() });
const SinkStats = z.object({ bytes: z.number() });
const Proved = z.object({
  sha256: z.string(),
  bytes: z.number(),
  objects: z.number(),
  storedBytes: z.number(),
});

/** The length of a file of the bench's server, as gzip where it has it so, and it is ready from now on. */
export const lengthOf = async (url: string): Promise<number> =>
  Number((await ask(url, 'HEAD')).length);

/** What the server of files has counted since it began. */
export const statsOf = async (source: string): Promise<z.infer<typeof Stats>> =>
  Stats.parse(JSON.parse((await ask(`${source}/stats`, 'GET')).body));

/** SHA-256 of a file's content. */
export const hashOf = async (source: string, type: string, bytes: number): Promise<string> =>
  (await ask(`${source}/sha256/${type}/${bytes}/hash`, 'GET')).body;

/** How much data came to the sink: of parts and of objects, not of what goes along with them. */
export const bytesIn = async (sink: string): Promise<number> =>
  SinkStats.parse(JSON.parse((await ask(`${sink}/stats`, 'GET')).body)).bytes;

/** What came to the bucket `proved`, by the beginning of its key. */
export const filesIn = async (sink: string) =>
  z.record(z.string(), Proved).parse(JSON.parse((await ask(`${sink}/files`, 'GET')).body));

/** The hash of 10 GB takes longest. */
const MAX_MILLISECONDS = 120_000;

/** Over a connection of its own; this process trusts the server. */
const ask = (url: string, method: 'GET' | 'HEAD'): Promise<{ length: string; body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip' };
    const signal = AbortSignal.timeout(MAX_MILLISECONDS);
    const outgoing = request(url, { method, agent: false, headers, signal }, (response) => {
      const length = response.headers['content-length'] ?? '';
      text(response).then((body) => resolve({ length, body }), reject);
    });
    outgoing.on('error', reject).end();
  });
