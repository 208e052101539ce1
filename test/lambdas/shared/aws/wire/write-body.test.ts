import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { writeBody } from '../../../../../lambdas/shared/aws/wire/write-body.ts';

/** What takes slices one after another. */
function taking() {
  const slices: Buffer[] = [];
  const outgoing = new Writable({
    write(slice, _, done) {
      slices.push(slice);
      setImmediate(done);
    },
  });
  return { slices, outgoing };
}

test('a part goes in slices of a mebibyte after a small one, which are views of it and no copies', async () => {
  const { slices, outgoing } = taking();
  const body = Buffer.alloc(2.5 * 1024 ** 2);
  await writeBody(outgoing, body);
  assert.deepEqual(
    slices.map(({ length }) => length / 1024),
    [8, 1024, 1024, 504],
  );
  assert.ok(slices.every(({ buffer }) => buffer === body.buffer));
  assert.ok(outgoing.writableEnded);
});

test('an empty body ends at once', async () => {
  const { slices, outgoing } = taking();
  await writeBody(outgoing, Buffer.alloc(0));
  assert.deepEqual([slices.length, outgoing.writableEnded], [0, true]);
});

test('nothing more is written to what was destroyed', async () => {
  const { slices, outgoing } = taking();
  outgoing.destroy();
  await writeBody(outgoing, Buffer.alloc(3 * 1024 ** 2));
  assert.equal(slices.length, 0);
});
