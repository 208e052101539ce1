import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { download } from '../../../lambdas/4-download/download.ts';
import type { Http, HttpRequest } from '../../../lambdas/http/http.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { aDownload, aFile, aUnit, keys } from '../../fakes/builders.ts';
import { SMALL_MIB } from '../../fakes/small-sizes.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

/** What a call has beside the time that it keeps back. */
const CALL_SECONDS = 2;
const MIB_PER_SECOND = 10;
const LINES = 320;

/** Some 40 small MiB of patients, of which each line is its own. */
const content = (mark = ''): Buffer =>
  Buffer.from(
    Array.from(
      { length: LINES },
      (_, n) =>
        `{"resourceType":"Patient","id":"${mark}${n}","pad":"${'é'.repeat((n * 37) % 1000)}"}\n`,
    ).join(''),
  );
const BODY = content();

type Server = {
  /** How the n-th request is answered, from 1. */
  bodyOf?: (nth: number) => Buffer;
  etagOf?: (nth: number) => string | undefined;
  /** Whether it knows ranges. */
  ranges?: boolean;
};

/** A file that takes longer than a call, and calls until it is done. */
async function longFile({ bodyOf = () => BODY, etagOf = () => '"1"', ranges = true }: Server) {
  const deps = stepDeps({ routes: {} });
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    const [body, etag] = [bodyOf(requests.length), etagOf(requests.length)];
    const { range = '', 'if-range': ifRange } = request.headers;
    const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0);
    const isRest = ranges && from > 0 && ifRange === etag;
    const sent = isRest ? body.subarray(from) : body;
    const headers = {
      ...{ 'content-type': 'application/fhir+ndjson', 'content-length': `${sent.length}` },
      ...(etag && { etag }),
      ...(isRest && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
    };
    return { status: isRest ? 206 : 200, headers, body: slowly(sent, deps.clock) };
  };
  await writeRecord(keys.unit(1), aUnit({ files: [aFile()], pages: [] }), deps.storage);
  const event = aDownload();
  let calls = 0;
  for (let kind = 'continue'; kind === 'continue' && calls < 100; calls += 1) {
    const ends = deps.clock.now().getTime() + (30 + CALL_SECONDS) * 1000;
    const remaining = () => ends - deps.clock.now().getTime();
    ({ kind } = await download(event, { ...deps, http }, remaining));
  }
  return { calls, requests, storage: deps.storage };
}

function slowly(body: Buffer, clock: { advance(seconds: number): void }): Readable {
  const pieces = function* () {
    for (let at = 0; at < body.length; at += SMALL_MIB) {
      clock.advance(1 / MIB_PER_SECOND);
      yield body.subarray(at, at + SMALL_MIB);
    }
  };
  return Readable.from(pieces());
}

const storedOf = ({ storage }: Awaited<ReturnType<typeof longFile>>) =>
  storage.objects.get(aFile().key)?.body;
const rangesOf = ({ requests }: Awaited<ReturnType<typeof longFile>>) =>
  requests.map(({ headers }) => headers.range);

describe('a file that takes longer than a call (D14, D24)', () => {
  test('is gone on with by Range and If-Range, and each byte comes about once', async () => {
    const done = await longFile({});
    assert.ok(done.calls >= 3, `${done.calls} calls`);
    assert.ok(storedOf(done)?.equals(BODY));
    assert.equal(rangesOf(done).filter(Boolean).length, done.calls - 1);
    assert.deepEqual(await done.storage.openUploads(''), []);
  });

  test('has one receipt, with all of its lines', async () => {
    const { storage } = await longFile({});
    const book = JSON.parse((await storage.read(keys.unitReceipts(1)))?.text ?? '');
    assert.deepEqual(
      book.receipts.map(({ lines, bytes }: { lines: number; bytes: number }) => [lines, bytes]),
      [[LINES, BODY.length]],
    );
  });

  for (const [what, server] of [
    ['that knows no ranges', { ranges: false }],
    ['without a validator', { etagOf: () => undefined }],
    ['with a weak validator alone (D16)', { etagOf: () => 'W/"1"' }],
    ['whose validator changes and content does not', { etagOf: (n: number) => `"${n}"` }],
  ] as const)
    test(`comes again from a server ${what}, and what is stored is passed over`, async () => {
      const done = await longFile({ ...server });
      assert.ok(storedOf(done)?.equals(BODY));
      assert.ok(done.calls >= 2, `${done.calls} calls`);
    });

  test('and changes on the way is begun again, and lands as it is then (D16)', async () => {
    const changed = content('new-');
    const done = await longFile({
      bodyOf: (nth) => (nth < 3 ? BODY : changed),
      etagOf: (nth) => (nth < 3 ? '"1"' : '"2"'),
    });
    assert.ok(storedOf(done)?.equals(changed));
    assert.deepEqual(await done.storage.openUploads(''), []);
  });
});
