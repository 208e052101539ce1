import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareUtf8 } from '../../../../../local/cloud/s3/listing/walk.ts';

/** Texts of characters on both sides of the surrogates, so that many begin alike. */
const text = fc
  .array(fc.constantFrom('a', 'b', '/', 'ä', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}'))
  .map((characters) => characters.join(''));

test('strings compare as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
      assert.equal(Math.sign(compareUtf8(one, other)), bytes);
    }),
  );
});
