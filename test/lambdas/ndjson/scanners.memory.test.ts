import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fullScanner, structuralScanner } from '../../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';

const MIB = 1024 ** 2;
const BEGINNING = '{"resourceType":"Binary","data":"';

/** A line of so many bytes, a MiB a chunk, all views of the same buffer. */
function* line(bytes: number, ending: string): Generator<Buffer> {
  yield Buffer.from(BEGINNING);
  const data = Buffer.alloc(MIB, 'QUJD');
  for (let left = bytes - BEGINNING.length - ending.length; left > 0; left -= MIB)
    yield data.subarray(0, left);
  yield Buffer.from(ending);
}

test('a line of 64 MiB passes the structural scanner in a few MiB of memory (D20)', () => {
  const scanner = structuralScanner('Binary', defaultSizes);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (const chunk of line(64 * MIB, '"}')) {
    scanner.write(chunk);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  assert.deepEqual(scanner.end(), { lines: 1 });
  assert.ok(most < 24 * MIB, `${most} bytes`);
});

for (const scannerOf of [structuralScanner, fullScanner])
  test(`a line that grows beyond 64 MiB is refused by ${scannerOf.name} (D20)`, () => {
    const scanner = scannerOf('Binary', defaultSizes);
    scanner.write(Buffer.from('\n'));
    const hash = createHash('sha256');
    for (const chunk of line(64 * MIB, '"')) hash.update(chunk);
    const short = hash.digest('hex').slice(0, 16);
    assert.throws(() => [...line(64 * MIB + 1, '"}')].forEach(scanner.write), {
      name: 'LineRefused',
      message: `line 2 at byte 1 is longer than ${64 * MIB} bytes (sha256 ${short}…)`,
    });
  });

for (const [what, ending, says] of [
  ['is cut short (D3, D10)', '', 'is not a JSON object'],
  ['is broken at its end (D10)', '"]', 'is not a JSON object'],
  ['is not UTF-8 at its end (D13)', '\xff"}', 'is not UTF-8'],
  ['names a later type (D8)', '","resourceType":"Patient"}', 'is not a Binary'],
] as const)
  test(`a long line that ${what} is reported by number, offset and hash (D20)`, () => {
    const scanner = structuralScanner('Binary', defaultSizes);
    const hash = createHash('sha256');
    const write = (chunk: Buffer) => scanner.write(chunk);
    for (const chunk of line(6 * MIB, '')) {
      hash.update(chunk);
      write(chunk);
    }
    write(Buffer.from(ending, 'latin1'));
    const short = hash.update(ending, 'latin1').digest('hex').slice(0, 16);
    assert.throws(() => scanner.end(), {
      name: 'LineRefused',
      message: `line 1 at byte 0 ${says} (sha256 ${short}…)`,
    });
  });
