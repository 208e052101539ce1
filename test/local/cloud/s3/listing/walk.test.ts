import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareUtf8, listKeys } from '../../../../../local/cloud/s3/listing/walk.ts';
import { withFolder } from '../../local-cloud.ts';

const bucketIn = (directory: string) => ({ directory, name: 'lake' });

function write(directory: string, keys: string[]): void {
  for (const key of keys) {
    mkdirSync(dirname(join(directory, key)), { recursive: true });
    writeFileSync(join(directory, key), '');
  }
}

const KEYS = [
  'a!',
  'a.txt',
  'a/b',
  'a/c/d',
  'a/c.d',
  'a/c/e/f',
  'a0',
  'b/x',
  'b/😀',
  'b/\uff21',
  'c',
];
const part = fc.constantFrom('a', 'b', 'c', 'd', '/', '.', '!', '0', '😀', '\u0000');
const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));

test('a listing from any prefix and start equals the filtered list of all sorted keys', () =>
  withFolder(async (directory) => {
    write(directory, KEYS);
    const sorted = KEYS.toSorted(compareUtf8);
    fc.assert(
      fc.property(text, text, (prefix, from) => {
        const found = [...listKeys(bucketIn(directory), { prefix, from })];
        const right = sorted.filter((key) => key.startsWith(prefix) && compareUtf8(key, from) >= 0);
        assert.deepEqual(found, right);
      }),
      { numRuns: 1000 },
    );
  }));

/** Texts of characters on both sides of the surrogates, so that many begin alike. */
const surrogateText = fc
  .array(fc.constantFrom('a', 'b', '/', 'ä', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}'))
  .map((characters) => characters.join(''));

test('strings compare as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(surrogateText, surrogateText, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
      assert.equal(Math.sign(compareUtf8(one, other)), bytes);
    }),
  );
});
