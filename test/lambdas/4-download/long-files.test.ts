import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HttpRequest } from '../../../lambdas/http/http.ts';
import { isLanded, ReceiptsRecord } from '../../../lambdas/lake/receipt-records.ts';
import { readRecord } from '../../../lambdas/lake/record.ts';
import { aFile, keys } from '../../fakes/builders.ts';
import { downloadLong, linesOf, longContent, longFile, partOf } from './long-file-world.ts';

const CONTENT = longContent();
const whole = (request: HttpRequest) => partOf(CONTENT, { ...request, headers: {} });

describe('a file that takes longer than a call (D14, D24)', () => {
  test('is resumed by Range and If-Range, and each byte comes about once', async () => {
    const done = await downloadLong((request) => partOf(CONTENT, request));
    assert.ok(done.calls >= 3, `${done.calls} calls`);
    assert.ok(done.stored?.equals(CONTENT));
    const ranges = done.requests.map(({ headers }) => headers.range);
    assert.equal(ranges.filter(Boolean).length, done.calls - 1);
    assert.equal(done.openUploads, 0);
  });

  test('has one receipt, with all of its lines', async () => {
    const { storage } = await downloadLong((request) => partOf(CONTENT, request));
    const { receipts } = await readRecord(keys.unitReceipts(1), ReceiptsRecord, storage);
    assert.deepEqual(
      receipts.filter(isLanded).map(({ lines, bytes }) => [lines, bytes]),
      [[linesOf(), CONTENT.length]],
    );
    assert.equal(receipts.length, 1);
  });

  for (const [what, answer] of [
    ['without ranges', whole],
    ['without a validator', (request: HttpRequest) => ({ ...whole(request), headers: {} })],
    [
      'with only a weak validator (D16)',
      (request: HttpRequest) => partOf(CONTENT, request, 'W/"1"'),
    ],
    [
      'whose validator changes and content does not',
      (request: HttpRequest, nth: number) => partOf(CONTENT, request, `"${nth}"`),
    ],
  ] as const)
    test(`comes again from a server ${what}, and its stored prefix is skipped`, async () => {
      const done = await downloadLong(answer);
      assert.ok(done.stored?.equals(CONTENT));
      assert.ok(done.calls >= 2, `${done.calls} calls`);
    });

  test('and changes meanwhile is restarted, and lands as it is then (D16)', async () => {
    const changed = longContent('new-');
    const done = await downloadLong((request, nth) =>
      nth < 3 ? partOf(CONTENT, request) : partOf(changed, request, '"2"'),
    );
    assert.ok(done.stored?.equals(changed));
    assert.equal(done.openUploads, 0);
  });

  for (const name of ['NoSuchUpload', 'InvalidPart'])
    test(`is restarted where S3 answers ${name} to its completion: a stored part is gone or replaced`, async () => {
      const { call, storage } = await longFile((request) => partOf(CONTENT, request));
      const { completeUpload } = storage;
      let completions = 0;
      storage.completeUpload = (...completion) => {
        completions += 1;
        if (completions > 1) return completeUpload(...completion);
        return Promise.reject(Object.assign(new Error('no'), { name }));
      };
      for (let ended = await call(); ended.kind === 'continue'; ) ended = await call();
      assert.ok(storage.objects.get(aFile().key)?.body.equals(CONTENT));
      assert.deepEqual([completions, await storage.openUploads('')], [2, []]);
    });
});
