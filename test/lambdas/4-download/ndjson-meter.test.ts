import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { ndjsonMeter } from '../../../lambdas/4-download/ndjson-meter.ts';

const line = (id: string) => JSON.stringify({ resourceType: 'Patient', id });
const MIB = 1024 ** 2;

async function* chunksOf(...chunks: (string | Buffer)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function measure(...chunks: (string | Buffer)[]) {
  const meter = ndjsonMeter('Patient');
  const passed: Buffer[] = [];
  for await (const chunk of meter.measure(chunksOf(...chunks))) passed.push(chunk);
  return { ...meter.measured(), passed: Buffer.concat(passed) };
}

const cases: [string, string, number][] = [
  ['no bytes (D19)', '', 0],
  ['one line', `${line('a')}\n`, 1],
  ['a last line without its newline (D3)', `${line('a')}\n${line('b')}`, 2],
  ['CRLF (D12)', `${line('a')}\r\n${line('b')}\r\n`, 2],
  ['blank lines between and after', `\n${line('a')}\n\n \r\n${line('b')}\n\n`, 2],
  ['a BOM (D11)', `\ufeff${line('a')}\n`, 1],
  ['a BOM alone', '\ufeff', 0],
];
for (const [what, text, lines] of cases)
  test(`${what}: the resources are counted, and the bytes pass as they came`, async () => {
    const measured = await measure(text);
    assert.deepEqual([measured.lines, measured.bytes], [lines, Buffer.byteLength(text)]);
    assert.equal(measured.passed.toString(), text);
    const hash = createHash('sha256').update(text).digest('hex');
    assert.equal(measured.checksum, `sha256:${hash}`);
  });

const text = fc
  .array(fc.constantFrom(line('a'), line('ä😀'), '', '\r', `${line('b')}\r`), { maxLength: 20 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

test('however the chunks are cut, also inside a letter, it is the same file', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat({ max: 400 })), async (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
      const ends = at.toSorted((a, b) => a - b);
      const chunks = ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
      assert.deepEqual(await measure(...chunks), await measure(bytes));
    }),
  );
});

const wrong: [string, (string | Buffer)[], RegExp][] = [
  ['in the first line (D8)', ['<html>'], /^line 1 at byte 0 /],
  ['behind a line', [`${line('a')}\nmarker\n`], /^line 2 at byte 36 /],
  ['behind CRLF and a blank line', [`${line('a')}\r\n\r\nmarker`], /^line 3 at byte 39 /],
  ['across chunks', [`${line('a')}\nmar`, 'ker\n'], /^line 2 at byte 36 /],
  ['behind letters of several bytes', [`${line('ä')}\n`, 'marker'], /^line 2 at byte 37 /],
  ['in the last line (D10)', [`${line('a')}\n${line('b').slice(0, 9)}`], /^line 2 at byte 36 /],
];
for (const [what, chunks, message] of wrong)
  test(`an error ${what} is told by its place in the file (D10)`, async () => {
    await assert.rejects(measure(...chunks), { name: 'FileNotNdjson', message });
  });

test('nothing of a chunk passes before its lines are checked', async () => {
  const meter = ndjsonMeter('Patient');
  const passing = meter.measure(chunksOf(`${line('a')}\nmarker\n`));
  await assert.rejects(passing.next(), { name: 'FileNotNdjson' });
});

test('a line longer than 64 MiB is refused while it grows (D20)', async () => {
  let given = 0;
  async function* endless() {
    for (; given < 1000; given += 1) yield Buffer.alloc(MIB, 'a');
  }
  const meter = ndjsonMeter('Patient');
  const drain = async () => {
    for await (const _ of meter.measure(endless()));
  };
  await assert.rejects(drain, {
    name: 'FileNotNdjson',
    message: `line 1 is longer than ${64 * MIB} bytes`,
  });
  assert.equal(given, 64);
});

test('the limit is of a line, not of a file (D20)', async () => {
  const long = JSON.stringify({ resourceType: 'Patient', text: 'a'.repeat(40 * MIB) });
  const { lines } = await measure(`${long}\n`, long);
  assert.equal(lines, 2);
});
