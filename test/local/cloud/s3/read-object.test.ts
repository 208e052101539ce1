import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRange } from '../../../../local/cloud/s3/read-object.ts';

test('a header that is not one range of bytes gives the whole object (RFC 9110 §14.2)', () => {
  for (const header of [undefined, 'bytes=', 'bytes=-', 'lines=1-2', 'bytes=1-2,4-5', 'bytes=5-2'])
    assert.equal(readRange(header, 10), 'whole', header);
});

test('every range of an empty object is unsatisfiable', () => {
  for (const header of ['bytes=0-', 'bytes=0-0', 'bytes=-1'])
    assert.equal(readRange(header, 0), 'unsatisfiable', header);
});

test('a suffix of 0 bytes is unsatisfiable', () => {
  assert.equal(readRange('bytes=-0', 10), 'unsatisfiable');
});
