import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c } from '../../../../../local/cloud/s3/body/checksums.ts';

test('CRC-32C has the values of RFC 3720, whole and in pieces', () => {
  assert.equal(crc32c(Buffer.alloc(32), 0), 0x8a9136aa);
  assert.equal(crc32c(Buffer.alloc(32, 0xff), 0), 0x62a8ab43);
  const ascending = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
  assert.equal(crc32c(ascending, 0), 0x46dd794e);
  assert.equal(crc32c(ascending.subarray(7), crc32c(ascending.subarray(0, 7), 0)), 0x46dd794e);
});
