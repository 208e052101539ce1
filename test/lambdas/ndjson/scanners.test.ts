import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineScanner } from '../../../lambdas/ndjson/line-scanner.ts';
import { fullScanner, structuralScanner } from '../../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';
import { anyFiles, BROKEN_INSIDE, files, GOOD, goodFiles } from './lines.ts';
import { foundByLine, positions, scanned, splitAt } from './scanned.ts';

/** All agree with `checkLine`, to the word, however a file is cut into chunks. */

const structural = () => structuralScanner('Patient', defaultSizes);
const full = () => fullScanner('Patient', defaultSizes);
/** Nothing is kept: lines that go across chunks are all proved piece by piece. */
const piecewise = () =>
  lineScanner('Patient', {
    recognize: () => () => false,
    sizes: { ...defaultSizes, keptLine: Buffer.byteLength('\ufeff') },
  });

const agreeing = [
  ['structural, on good files (D3, D11, D12)', structural, goodFiles],
  ['structural, on files it promises to refuse (D8, D10, D13)', structural, files],
  ['full, on any file (D10)', full, anyFiles],
  ['piece by piece, on any file (D20)', piecewise, anyFiles],
] as const;
for (const [what, scanner, some] of agreeing)
  test(`${what}, agrees with the line checker under any chunking (invariant 5)`, () => {
    fc.assert(
      fc.property(some, positions, (bytes, at) => {
        assert.deepEqual(scanned(scanner(), splitAt(bytes, at)), foundByLine('Patient', bytes));
      }),
      { numRuns: 500 },
    );
  });

const everything = Buffer.from(`\ufeff${GOOD.join('\n')}`);
for (const [name, scanner] of Object.entries({ structural, full, piecewise }))
  test(`${name}: a small file may be split anywhere, and into single bytes`, () => {
    const lines = { lines: GOOD.filter((line) => line.trim() !== '').length };
    for (let cut = 0; cut <= everything.length; cut += 1)
      assert.deepEqual(scanned(scanner(), splitAt(everything, [cut])), lines);
    assert.deepEqual(scanned(scanner(), splitAt(everything, [...everything.keys()])), lines);
  });

test('invalid JSON inside a line is found by the full scanner, and not by the structural one (D10)', () => {
  for (const line of BROKEN_INSIDE) {
    const file = [Buffer.from(`${line}\n`)];
    assert.match(String(scanned(full(), file)), /^line 1 at byte 0 is not a JSON object/);
    assert.deepEqual(scanned(structural(), file), { lines: 1 });
  }
});

test('a last line without a newline is parsed by both (D3, D10)', () => {
  for (const line of BROKEN_INSIDE) {
    const file = [Buffer.from(`\n${line}`)];
    for (const scanner of [structural(), full()])
      assert.match(String(scanned(scanner, file)), /^line 2 at byte 1 is not a JSON object/);
  }
});

test('an empty file has no lines (D19)', () => {
  for (const scanner of [structural(), full(), piecewise()])
    assert.deepEqual(scanned(scanner, []), { lines: 0 });
});
