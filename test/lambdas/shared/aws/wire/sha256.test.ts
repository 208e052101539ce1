import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Sha256 } from '../../../../../lambdas/shared/aws/wire/sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('text and bytes of any kind are hashed as Node does it', async () => {
  const bytes = new TextEncoder().encode('hello');
  const expected = createHash('sha256').update('hello').digest('hex');
  for (const data of ['hello', bytes, bytes.buffer, new DataView(bytes.buffer)]) {
    const hash = new Sha256();
    hash.update(data);
    assert.equal(hex(await hash.digest()), expected);
  }
});

test('with a secret it is an HMAC, and it can begin anew', async () => {
  const hash = new Sha256(Buffer.from('a word'));
  hash.update('other');
  hash.reset();
  hash.update('hello');
  const expected = createHmac('sha256', 'a word').update('hello').digest('hex');
  assert.equal(hex(await hash.digest()), expected);
});
