import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isLanded, ReceiptsRecord } from '../../../../lambdas/lake/receipt-records.ts';
import { readRecord } from '../../../../lambdas/lake/record.ts';
import { keys } from '../../../fakes/builders.ts';
import { downloadLong, linesOf, longContent, partOf } from '../long-file-world.ts';
import { contentOf, lakeOf } from './unpacked.ts';

const CONTENT = longContent();
const requestOf = (headers: Record<string, string>) => ({
  ...({ method: 'GET', url: '', private: false, timeoutSeconds: 1 } as const),
  headers,
});
/** What a server without ranges sends, with such a validator. */
const wholeOf = (etag: string | undefined) => {
  const { headers: _, ...part } = partOf(CONTENT, requestOf({}));
  return { ...part, ...(etag && { headers: { etag } }) };
};

/** The receipt has exactly the objects of the lake. */
async function checkReceipt({ storage }: Awaited<ReturnType<typeof downloadLong>>, lines: number) {
  const { receipts } = await readRecord(keys.unitReceipts(1), ReceiptsRecord, storage);
  const [receipt] = receipts.filter(isLanded);
  assert.deepEqual(
    receipt?.objects.map(({ key, bytes }) => [key, bytes]),
    lakeOf(storage).map(([key, body]) => [key, body.length]),
  );
  const sum = receipt?.objects.reduce((all, object) => all + object.lines, 0);
  assert.deepEqual([receipt?.lines, sum], [lines, lines]);
}

for (const compress of ['gzip', 'zstd'] as const)
  describe(`a file that takes longer than a call, stored as ${compress} (D14, D24)`, () => {
    test('is resumed by Range and If-Range after its last stored line', async () => {
      const done = await downloadLong(
        (request) => partOf(CONTENT, request),
        () => compress,
      );
      assert.deepEqual([done.end, done.openUploads], ['done', 0]);
      assert.ok(done.calls >= 2, `${done.calls} calls`);
      assert.equal(done.requests.filter(({ headers }) => headers.range).length, done.calls - 1);
      assert.ok(contentOf(done.storage).equals(CONTENT));
      await checkReceipt(done, linesOf());
    });

    for (const [what, etagOf] of [
      ['has no ranges', () => '"1"'],
      ['has no validator', () => undefined],
      ['has another validator each time', (nth: number) => `"${nth}"`],
    ] as const)
      test(`comes again from a server that ${what}, and its stored prefix is skipped`, async () => {
        const done = await downloadLong(
          (_, nth) => wholeOf(etagOf(nth)),
          () => compress,
        );
        assert.deepEqual([done.end, done.openUploads], ['done', 0]);
        assert.ok(done.calls >= 2, `${done.calls} calls`);
        assert.ok(contentOf(done.storage).equals(CONTENT));
        await checkReceipt(done, linesOf());
      });
  });

test('a compressed file that changes meanwhile is restarted, and lands as it is then (D16)', async () => {
  const changed = longContent('new-');
  const done = await downloadLong(
    (request, nth) => partOf(nth < 2 ? CONTENT : changed, request, nth < 2 ? '"1"' : '"2"'),
    () => 'zstd',
  );
  assert.deepEqual([done.end, done.openUploads], ['done', 0]);
  assert.ok(contentOf(done.storage).equals(changed));
  await checkReceipt(done, linesOf());
});

for (const [first, later, end] of [
  ['zstd', 'none', '.zst'],
  ['gzip', 'zstd', '.gz'],
  ['none', 'zstd', '.ndjson'],
] as const)
  test(`a file that was begun as ${first} is finished so, even if the source wants ${later} by then`, async () => {
    const compressOf = (call: number) => (call === 1 ? first : later);
    const done = await downloadLong((request) => partOf(CONTENT, request), compressOf);
    assert.ok(done.calls >= 2, `${done.calls} calls`);
    assert.ok(contentOf(done.storage).equals(CONTENT));
    assert.ok(lakeOf(done.storage).every(([key]) => key.endsWith(end)));
  });
