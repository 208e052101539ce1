import { Readable } from 'node:stream';
import { download } from '../../../lambdas/4-download/download.ts';
import type { Http, HttpRequest } from '../../../lambdas/http/http.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { sizesOf } from '../../../lambdas/runtime/sizes.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { aDownload, aFile, aSource, aUnit, keys, SMALL_MIB } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

const MIB_PER_SECOND = 10;
/** The time of a call, without what it keeps back. */
const CALL_SECONDS = 1;
const MOST_CALLS = 30;
const TOKEN_URL = 'https://auth.example/token';

/** Lines of {@link longContent}, of a KiB each on average. */
export const linesOf = (mib = SMALL_MIB): number => (20 * mib) / 1024;

/** Some 20 MiB of patients, all different; a MiB may be a small one. */
export const longContent = (mark = '', mib = SMALL_MIB): Buffer =>
  Buffer.from(
    Array.from(
      { length: linesOf(mib) },
      (_, n) =>
        `{"resourceType":"Patient","id":"${mark}${n}","pad":"${'é'.repeat((n * 37) % 1000)}"}\n`,
    ).join(''),
  );

/** An answer to a request for the file. */
export type Part = {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer;
  /** The connection is lost after so many bytes. */
  cutAfter?: number;
};

/** What a server that supports ranges sends. */
export function partOf(content: Buffer, { headers }: HttpRequest, etag = '"1"'): Part {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (from === 0 || headers['if-range'] !== etag)
    return { status: 200, headers: { etag }, body: content };
  const range = `bytes ${from}-${content.length - 1}/${content.length}`;
  return { status: 206, headers: { etag, 'content-range': range }, body: content.subarray(from) };
}

type Answer = (request: HttpRequest, nth: number) => Part;
/** The source's settings may change from call to call. */
type CompressOf = (call: number) => Source['compress'];

/**
 * One file that takes longer than a call, from a server that requires tokens. `answer` is called with the
 * n-th request for it.
 */
export async function longFile(
  answer: Answer,
  compressOf: CompressOf = () => 'none',
  mib = SMALL_MIB,
) {
  const auth = { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl: TOKEN_URL } as const;
  const sourceOf = (call: number) =>
    aSource({ dialect: 'bulk-data', auth, compress: compressOf(call) });
  let tokens = 0;
  const issue = () => {
    tokens += 1;
    const token = { access_token: `test-${tokens}`, token_type: 'bearer', expires_in: 9e5 };
    return { body: JSON.stringify(token) };
  };
  const deps = stepDeps({
    ...{ source: sourceOf(1), routes: { [`POST ${TOKEN_URL}`]: issue } },
    sizes: sizesOf(mib),
  });
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    const part = answer(request, requests.length);
    const { status, headers, body = Buffer.alloc(0) } = part;
    const framing = { 'content-length': `${body.length}`, ...headers };
    return { status, headers: framing, body: slowly(body, { ...part, mib }, deps.clock) };
  };
  await writeRecord(keys.unit(1), aUnit({ files: [aFile()], pages: [] }), deps.storage);
  const event = aDownload();
  let calls = 0;
  return {
    ...{ requests, storage: deps.storage, clock: deps.clock, calls: () => calls },
    /** One call of Download, over this storage. */
    call(storage: Storage = deps.storage) {
      calls += 1;
      const ends = deps.clock.now().getTime() + (30 + CALL_SECONDS) * 1000;
      const remaining = () => ends - deps.clock.now().getTime();
      const sources = { acme: sourceOf(calls) };
      return download(event, { ...deps, http, sources, storage }, remaining);
    },
  };
}

/** Calls until the file is done, or fails, or after too many calls. */
export async function downloadLong(answer: Answer, compressOf?: CompressOf) {
  const { call, calls, requests, storage } = await longFile(answer, compressOf);
  let end = 'continue';
  while (end === 'continue' && calls() < MOST_CALLS)
    end = await call().then(
      ({ kind }) => kind,
      (error: Error) => error.name,
    );
  return {
    ...{ end, calls: calls(), requests, storage },
    stored: storage.objects.get(aFile().key)?.body,
    openUploads: (await storage.openUploads('')).length,
  };
}

function slowly(
  body: Buffer,
  { cutAfter = Infinity, mib }: Part & { mib: number },
  clock: { advance(seconds: number): void },
): Readable {
  const pieces = function* () {
    for (let at = 0; at < body.length; at += mib) {
      if (at >= cutAfter) throw new Error('the connection was reset');
      clock.advance(1 / MIB_PER_SECOND);
      yield body.subarray(at, at + mib);
    }
  };
  return Readable.from(pieces());
}
