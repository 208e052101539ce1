import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf8Checker } from '../../../lambdas/ndjson/long-line.ts';
import { positions, splitAt } from './scanned.ts';

function checked(pieces: readonly Buffer[]): boolean {
  const checker = utf8Checker();
  for (const piece of pieces) checker.add(piece);
  return checker.end();
}

test('text may be split anywhere, even into single bytes (D13)', () => {
  const bytes = Buffer.from('aä€😀\u{10ffff}\u0800\ud7ff\ue000é');
  for (let cut = 0; cut <= bytes.length; cut += 1)
    assert.ok(checked(splitAt(bytes, [cut])), `${cut}`);
  assert.ok(checked(splitAt(bytes, [...bytes.keys()])));
  assert.ok(!checked([bytes.subarray(0, -1)]));
});

const letters = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => Buffer.from(text));
const wild = fc
  .array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xf5, 0xff))
  .map((bytes) => Buffer.from(bytes));

test('it is UTF-8 in pieces if it is as a whole (D13)', () => {
  const some = fc.array(fc.oneof(letters, wild), { maxLength: 4 }).map((all) => Buffer.concat(all));
  fc.assert(
    fc.property(fc.oneof(letters, some), positions, (bytes, at) => {
      assert.equal(checked(splitAt(bytes, at)), isUtf8(bytes));
    }),
    { numRuns: 2000 },
  );
});
