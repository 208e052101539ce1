import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

/** `handshakes` counts full ones. */
const Stats = z.object({ handshakes: z.number(), resumed: z.number(), files: z.number() });
const SinkStats = z.object({ bytes: z.number() });
const Hashed = z.object({
  sha256: z.string(),
  bytes: z.number(),
  objects: z.number(),
  storedBytes: z.number(),
});

/** The length of a file, compressed where the path says so. The server then has it in memory. */
export const lengthOf = async (url: string): Promise<number> =>
  Number((await send(url, 'HEAD')).length);

/** What the file server has counted since its start. */
export const statsOf = async (source: string): Promise<z.infer<typeof Stats>> =>
  Stats.parse(JSON.parse((await send(`${source}/stats`, 'GET')).body));

/** SHA-256 of a file's content. */
export const hashOf = async (source: string, type: string, bytes: number): Promise<string> =>
  (await send(`${source}/sha256/${type}/${bytes}/hash`, 'GET')).body;

/** The bytes of data that the sink received. */
export const bytesIn = async (sink: string): Promise<number> =>
  SinkStats.parse(JSON.parse((await send(`${sink}/stats`, 'GET')).body)).bytes;

/** The files of the bucket `hashed`, by the part of the key that their objects share. */
export const filesIn = async (sink: string) =>
  z.record(z.string(), Hashed).parse(JSON.parse((await send(`${sink}/files`, 'GET')).body));

/** Enough for the hash of 10 GB. */
const MAX_MILLISECONDS = 120_000;

/** Each request has a connection of its own. */
const send = (url: string, method: 'GET' | 'HEAD'): Promise<{ length: string; body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip' };
    const signal = AbortSignal.timeout(MAX_MILLISECONDS);
    const outgoing = request(url, { method, agent: false, headers, signal }, (response) => {
      const length = response.headers['content-length'] ?? '';
      text(response).then((body) => resolve({ length, body }), reject);
    });
    outgoing.on('error', reject).end();
  });
