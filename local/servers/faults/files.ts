import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Interceptor } from '../http/routing.ts';
import type { ServerResponse } from '../http/server.ts';

/** The whole body of a response. */
export const bytesOf = async ({ body }: ServerResponse): Promise<Buffer> =>
  typeof body === 'string' ? Buffer.from(body) : body instanceof Readable ? buffer(body) : body;

/** `content-length` of the whole file, and half of it sent. */
export const truncated = changed((bytes, headers) => ({
  headers: { ...headers, 'content-length': `${bytes.length}` },
  body: half(bytes),
}));

/** A chunked body whose connection breaks in the middle. */
export const cutMidBody = changed((bytes, headers) => ({
  headers,
  body: Readable.from(chunkThenError(half(bytes)), { objectMode: false }),
}));

/** Neither length nor chunks: the connection ends with the file. */
export const unframed = changed((bytes, headers) => ({
  headers: { ...headers, connection: 'close' },
  body: bytes,
}));

/** As {@link unframed}, cut at half, which nothing shows. */
export const unframedAndCut = changed((bytes, headers) => ({
  headers: { ...headers, connection: 'close' },
  body: half(bytes),
}));

/** Compressed, which is legal. */
export const gzipped = changed((bytes, headers) => ({
  headers: { ...headers, 'content-encoding': 'gzip' },
  body: gzipSync(bytes),
}));

/** Half of a compressed file, framed as a whole one; `fetch` accepts it. */
export const gzippedAndCut = changed((bytes, headers) => ({
  headers: { ...headers, 'content-encoding': 'gzip' },
  body: half(gzipSync(bytes)),
}));

/** Resources of another type than the file's. */
export const ofType = (resourceType: string): Interceptor =>
  rewritten((text) =>
    text.replaceAll(/^\{"resourceType":"\w+"/gm, `{"resourceType":"${resourceType}"`),
  );

/** Lines that are not JSON. */
export const notNdjson = rewritten((text) => text.replaceAll(/^.*$/gm, 'no, not at all'));

/** The second line cut in its middle. */
export const withBrokenLine = rewritten((text) => {
  const [first = '', second = '', ...others] = text.split('\n');
  return [first, second.slice(0, second.length / 2), ...others].join('\n');
});

/** The last line without its newline, which is legal. */
export const withoutFinalNewline = rewritten((text) => text.replace(/\n$/, ''));

/** Lines that end in CRLF. */
export const withCrlf = rewritten((text) => text.replaceAll('\n', '\r\n'));

/** A byte order mark before the first line. */
export const withBom = rewritten((text) => `\u{feff}${text}`);

/** An empty file. */
export const emptied = rewritten(() => '');

function rewritten(rewrite: (text: string) => string): Interceptor {
  return changed((bytes, headers) => ({ headers, body: rewrite(bytes.toString()) }));
}

/** Changes a file that is served; error responses pass unchanged. */
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

function* chunkThenError(bytes: Buffer): Iterable<Buffer> {
  yield bytes;
  throw new Error('the connection broke');
}
