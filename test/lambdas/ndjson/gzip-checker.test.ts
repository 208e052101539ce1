import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { gzipChecker } from '../../../lambdas/ndjson/gzip-checker.ts';
import { structuralScanner } from '../../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';
import { patient, patients } from '../4-download/files.ts';
import { incompressiblePatients } from '../4-download/store/compressed-world.ts';
import { splitAt } from './scanned.ts';

const MIB = 1024 ** 2;

/** From views of one buffer that is overwritten after each. */
async function check(raw: Buffer, { step = 4096, maxBytes = 1024 * MIB } = {}) {
  const checker = gzipChecker(structuralScanner('Patient', defaultSizes), {
    ...defaultSizes,
    maxBytes,
  });
  const room = Buffer.alloc(step);
  for (let at = 0; at < raw.length; at += step) {
    const bytes = raw.copy(room, 0, at, at + step);
    const busy = checker.write(room.subarray(0, bytes));
    room.fill(0);
    await busy;
  }
  return checker.end();
}

const text = patients('a', 'ä😀', 'c');
const whole = gzipSync(text);
const lines = { bytes: Buffer.byteLength(text), lines: 3 };

test('the content is verified, counted and measured, however the raw bytes are split', async () => {
  for (const step of [1, 7, 4096]) assert.deepEqual(await check(whole, { step }), lines);
});

test('all members of a file count, even if a line crosses them', async () => {
  const members = splitAt(Buffer.from(text), [5, 60]).map((part) => gzipSync(part));
  for (const step of [1, 4096])
    assert.deepEqual(await check(Buffer.concat(members), { step }), lines);
});

test('a large file comes with back-pressure, and whole', async () => {
  const many = Buffer.from(
    Array.from({ length: 60_000 }, (_, i) => `${patient(`${i}`)}\n`).join(''),
  );
  const raw = gzipSync(many);
  const checker = gzipChecker(structuralScanner('Patient', defaultSizes), {
    ...defaultSizes,
    maxBytes: many.length,
  });
  assert.ok(checker.write(raw) instanceof Promise);
  assert.deepEqual(await checker.end(), { bytes: many.length, lines: 60_000 });
});

test('a write that waits when the file ends resolves', async () => {
  const many = incompressiblePatients(MIB);
  const checker = gzipChecker(structuralScanner('Patient', defaultSizes), {
    ...defaultSizes,
    maxBytes: 2 * MIB,
  });
  const busy = checker.write(gzipSync(many));
  assert.ok(busy);
  const ended = checker.end();
  await busy;
  assert.equal((await ended).bytes, many.length);
});

const flipped = Buffer.from(whole);
flipped.writeInt32LE(0, flipped.length - 8);
const truncated: [string, Buffer][] = [
  ['is cut before its trailer ends', whole.subarray(0, -1)],
  ['is cut in a second member', Buffer.concat([whole, whole.subarray(0, 4)])],
  ['has another CRC in its trailer', flipped],
  ['has something behind it', Buffer.concat([whole, Buffer.from('marker')])],
  ['has a zero behind it, and another member', Buffer.concat([whole, Buffer.alloc(1), whole])],
  ['is none', Buffer.from(text)],
  ['has no bytes', Buffer.alloc(0)],
];
for (const [what, raw] of truncated)
  test(`gzip that ${what} is truncated (D1)`, async () => {
    for (const step of [1, 4096])
      await assert.rejects(check(raw, { step }), {
        name: 'FileTruncated',
        message: 'the file ended before its end',
      });
  });

test('an error of the content is reported as such, even if the gzip is truncated (D8, D10)', async () => {
  const wrong = gzipSync(`${patient('a')}\n<html>\n${patient('b')}`);
  await assert.rejects(check(wrong), { name: 'LineRefused', message: /^line 2 at byte 36 / });
  const cutInside = gzipSync(text.slice(0, -5));
  await assert.rejects(check(cutInside), { name: 'LineRefused', message: /^line 3 / });
});

test('a bomb is refused by its ratio, long before its end (D5)', async () => {
  const bomb = gzipSync(Buffer.alloc(32 * MIB, ' '));
  await assert.rejects(check(bomb), {
    name: 'FileNotNdjson',
    message: 'the file decodes to more than 200 times its bytes',
  });
});

test('a write after an error rejects with it again (D5)', async () => {
  const checker = gzipChecker(structuralScanner('Patient', defaultSizes), {
    ...defaultSizes,
    maxBytes: 1,
  });
  const wrong = { name: 'FileNotNdjson', message: 'the file decodes to more than 1 bytes' };
  await assert.rejects(async () => {
    for (;;) await checker.write(whole);
  }, wrong);
  await assert.rejects(async () => checker.write(whole), wrong);
  await assert.rejects(checker.end(), wrong);
});

test('up to 16 MiB any ratio passes (D5)', async () => {
  const padded = `${patient('a').padEnd(64 * 1024 - 1)}\n`;
  const small = gzipSync(Buffer.alloc(16 * MIB, padded));
  assert.ok(16 * MIB > 200 * small.length);
  assert.deepEqual(await check(small), { bytes: 16 * MIB, lines: 256 });
});

test('content that grows beyond its limit is refused (D5)', async () => {
  await assert.rejects(check(whole, { maxBytes: lines.bytes - 1 }), {
    name: 'FileNotNdjson',
    message: `the file decodes to more than ${lines.bytes - 1} bytes`,
  });
  assert.deepEqual(await check(whole, { maxBytes: lines.bytes }), lines);
});

test('destroying a checker rejects the write that waits, and nothing else', async () => {
  const checker = gzipChecker(structuralScanner('Patient', defaultSizes), {
    ...defaultSizes,
    maxBytes: MIB,
  });
  await checker.write(whole.subarray(0, 9));
  checker.destroy();
  await assert.rejects(checker.end(), { name: 'FileTruncated' });
});
