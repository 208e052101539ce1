import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createGunzip, createGzip, createZstdCompress, gzip } from 'node:zlib';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { virtualClock } from './virtual-clock.ts';

const DAY = 24 * 60 * 60 * 1000;

test('a week of sleep passes at once and advances the clock', async () => {
  const clock = virtualClock();
  await clock.sleep(7 * DAY);
  assert.equal(clock.now().toISOString(), '2026-01-08T00:00:00.000Z');
});

test('sleepers wake in the order of their times, then in the order of their calls', async () => {
  const clock = virtualClock();
  const woken: string[] = [];
  const sleeper = async (name: string, milliseconds: number) => {
    await clock.sleep(milliseconds);
    woken.push(name);
  };
  await Promise.all([
    sleeper('late', 2000),
    sleeper('first', 1000),
    sleeper('second', 1000),
    sleeper('now', 0),
  ]);
  assert.deepEqual(woken, ['now', 'first', 'second', 'late']);
});

test('everything that a sleeper causes happens before the next one wakes', async () => {
  const clock = virtualClock();
  const seen: number[] = [];
  const first = clock.sleep(1000).then(async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    seen.push(clock.now().getTime());
    await clock.sleep(0);
    seen.push(clock.now().getTime());
  });
  await Promise.all([first, clock.sleep(1001)]);
  const begun = new Date('2026-01-01T00:00:00Z').getTime();
  assert.deepEqual(seen, [begun + 1000, begun + 1000]);
});

test('an aborted sleeper rejects with the reason, and the clock does not wait for it', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const sleeping = clock.sleep(DAY, controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(sleeping, /enough/);
  await clock.sleep(1);
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:00.001Z');
  await assert.rejects(clock.sleep(1, controller.signal), /enough/);
});

test('the clock stops while a file is read', async () => {
  const clock = virtualClock();
  const guard = clock.sleep(DAY);
  for (let times = 0; times < 20; times++) await readFile(import.meta.filename);
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:00.000Z');
  await guard;
});

const { privateKey, publicKey } = await generateKeyPair('RS384');
const jwt = () => new SignJWT().setProtectedHeader({ alg: 'RS384' }).sign(privateKey);
const signed = await jwt();
for (const [what, compute] of Object.entries({
  signs: jwt,
  verifies: () => jwtVerify(signed, publicKey),
  hashes: () => globalThis.crypto.subtle.digest('SHA-256', Buffer.alloc(1024 ** 2)),
}))
  test(`the clock stops while Web Crypto ${what}`, async () => {
    const clock = virtualClock();
    const guard = clock.sleep(DAY);
    for (let times = 0; times < 20; times++) await compute();
    assert.equal(clock.now().toISOString(), '2026-01-01T00:00:00.000Z');
    await guard;
  });

for (const [what, stream] of Object.entries({
  compresses: () => [createGzip()],
  decompresses: () => [createGzip(), createGunzip()],
  'compresses by zstd': () => [createZstdCompress()],
}))
  test(`the clock stops while a zlib stream ${what}`, async () => {
    const clock = virtualClock();
    const guard = clock.sleep(DAY);
    const source = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(256 * 1024, 'ab')));
    for await (const _ of stream().reduce<Readable>((from, to) => from.pipe(to), source));
    assert.equal(clock.now().toISOString(), '2026-01-01T00:00:00.000Z');
    await guard;
  });

test('a zlib stream that is destroyed no longer stops the clock', async () => {
  const gzip = createGzip();
  gzip.write(Buffer.alloc(8 * 1024 ** 2, 'ab'));
  gzip.destroy();
  await virtualClock().sleep(DAY);
});

test('the clock stops during invisible work, and advances when that work sleeps', async () => {
  const clock = virtualClock();
  const guard = clock.sleep(DAY);
  const [before, after] = await clock.during(async () => {
    await promisify(gzip)(Buffer.alloc(2 * 1024 ** 2, 'sluice'));
    const zipped = clock.now().toISOString();
    await clock.sleep(1000);
    return [zipped, clock.now().toISOString()];
  });
  assert.equal(before, '2026-01-01T00:00:00.000Z');
  assert.equal(after, '2026-01-01T00:00:01.000Z');
  await guard;
});

test('two clocks advance side by side', async () => {
  const [one, other] = [virtualClock(), virtualClock()];
  await Promise.all([one.sleep(DAY), other.sleep(2 * DAY)]);
  assert.equal(other.now().getTime() - one.now().getTime(), DAY);
});

test('work that consists of promises runs in the same way each time', async () => {
  assert.deepEqual(await trace(), await trace());
});

async function trace(): Promise<string[]> {
  const clock = virtualClock();
  const seen: string[] = [];
  const walker = async (name: number) => {
    for (let step = 1; step < 20; step++) {
      await clock.sleep((name * step * 37) % 11);
      seen.push(`${name}@${clock.now().getTime()}`);
    }
  };
  await Promise.all([1, 2, 3, 4, 5].map(walker));
  return seen;
}
