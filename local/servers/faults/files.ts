import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { ServerResponse } from '../http/server.ts';
import type { Interceptor } from './fault-injector.ts';

/** The whole body of an answer. */
export const bytesOf = async ({ body }: ServerResponse): Promise<Buffer> =>
  typeof body === 'string' ? Buffer.from(body) : body instanceof Readable ? buffer(body) : body;

/** Announces the whole length and sends half of it (D1). */
export const truncated = changed((bytes, headers) => ({
  headers: { ...headers, 'content-length': `${bytes.length}` },
  body: half(bytes),
}));

/** A chunked body whose connection breaks in the middle (D1). */
export const cutMidBody = changed((bytes, headers) => ({
  headers,
  body: Readable.from(breakingOff(half(bytes)), { objectMode: false }),
}));

/** Neither length nor chunks: the end of the connection is the end of the file (D2). */
export const unframed = changed((bytes, headers) => ({
  headers: { ...headers, connection: 'close' },
  body: bytes,
}));

/** As {@link unframed}, and cut at half: nothing shows it (D2). */
export const unframedAndCut = changed((bytes, headers) => ({
  headers: { ...headers, connection: 'close' },
  body: half(bytes),
}));

/** Compressed, which is legal. */
export const gzipped = changed((bytes, headers) => ({
  headers: { ...headers, 'content-encoding': 'gzip' },
  body: gzipSync(bytes),
}));

/** Half of a compressed file, framed as if it were whole; `fetch` would take it. */
export const gzippedAndCut = changed((bytes, headers) => ({
  headers: { ...headers, 'content-encoding': 'gzip' },
  body: half(gzipSync(bytes)),
}));

/** Resources of another type than the file's (D8, D10). */
export const ofType = (resourceType: string): Interceptor =>
  rewritten((text) =>
    text.replaceAll(/^\{"resourceType":"\w+"/gm, `{"resourceType":"${resourceType}"`),
  );

/** JSON, and not of FHIR: lines that are no objects (D10). */
export const notNdjson = rewritten((text) => text.replaceAll(/^.*$/gm, 'no, not at all'));

/** One line of many, the second, that breaks off in its middle (D10). */
export const withBrokenLine = rewritten((text) => {
  const [first = '', second = '', ...others] = text.split('\n');
  return [first, second.slice(0, second.length / 2), ...others].join('\n');
});

/** The last line without its newline, which is legal (D3). */
export const withoutFinalNewline = rewritten((text) => text.replace(/\n$/, ''));

/** Lines that end in CRLF (D12). */
export const withCrlf = rewritten((text) => text.replaceAll('\n', '\r\n'));

/** A byte order mark before the first line (D11). */
export const withBom = rewritten((text) => `\u{feff}${text}`);

/** No line at all (D19). */
export const emptied = rewritten(() => '');

function rewritten(rewrite: (text: string) => string): Interceptor {
  return changed((bytes, headers) => ({ headers, body: rewrite(bytes.toString()) }));
}

/** Strikes a file that is served, and lets refusals pass. */
function changed(
  change: (bytes: Buffer, headers: Record<string, string>) => Omit<ServerResponse, 'status'>,
): Interceptor {
  return async (_, next) => {
    const response = await next();
    if (response.status !== 200) return response;
    return { status: 200, ...change(await bytesOf(response), response.headers) };
  };
}

const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

function* breakingOff(bytes: Buffer): Iterable<Buffer> {
  yield bytes;
  throw new Error('the connection broke');
}
