import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partBytes } from '../../../../lambdas/4-download/store/part-buffers.ts';
import { defaultSizes } from '../../../../lambdas/runtime/sizes.ts';

const MIB = 1024 ** 2;
const GB = 1e9;

test('parts are 8 MiB, and larger if an object would need too many', () => {
  assert.equal(partBytes(1, 0, defaultSizes), 8 * MIB);
  assert.equal(partBytes(70 * GB, 0, defaultSizes), 8 * MIB);
  assert.equal(partBytes(200 * GB, 0, defaultSizes), 22 * MIB);
});

test('a single object of 200 GB, and S3’s largest of 5 TB, fit in 10,000 parts', () => {
  for (const bytes of [200 * GB, 5000 * GB])
    assert.ok(bytes / partBytes(bytes, 0, defaultSizes) <= 9_000, `${bytes}`);
});

test('if the length is not known, parts grow so that 10,000 of them hold a terabyte', () => {
  let bytes = 0;
  for (let parts = 0; parts < 9_000; parts += 1) bytes += partBytes(undefined, parts, defaultSizes);
  assert.ok(bytes > 200 * GB, `${bytes}`);
});
