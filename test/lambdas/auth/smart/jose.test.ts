import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joseSignature } from '../../../../lambdas/auth/smart/jose.ts';

/** A DER SEQUENCE of INTEGERs of these bytes. */
function der(...integers: Buffer[]): Buffer {
  const parts = integers.map((bytes) => Buffer.concat([Buffer.from([2, bytes.length]), bytes]));
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

const cases: [string, Buffer, string][] = [
  ['48 bytes', Buffer.alloc(48, 0x7f), '7f'.repeat(48)],
  [
    'a zero in front of a high bit',
    Buffer.concat([Buffer.alloc(1), Buffer.alloc(48, 0xff)]),
    'ff'.repeat(48),
  ],
  ['zeros that were spared', Buffer.alloc(46, 0x11), `0000${'11'.repeat(46)}`],
  ['the number one', Buffer.from([1]), `${'00'.repeat(47)}01`],
];
for (const [what, integer, hex] of cases)
  test(`${what} comes out as 48 bytes, as r and as s (rule 8, RFC 7518 §3.4)`, () => {
    const other = Buffer.alloc(48, 0x22);
    const otherHex = '22'.repeat(48);
    assert.equal(joseSignature(der(integer, other)).toString('hex'), hex + otherHex);
    assert.equal(joseSignature(der(other, integer)).toString('hex'), otherHex + hex);
  });
