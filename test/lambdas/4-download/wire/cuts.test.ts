import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { patients } from '../files.ts';
import { answered, sent, withChunks, withLength } from './framed.ts';
import { wireWorld } from './wire-world.ts';

/** A small file that is truncated after each of its bytes, including those of its head. */

const identity = trustedIdentity();
const CONTENT = Buffer.from(patients('a', 'ä'));
const plain = sent(CONTENT, 'identity');
const gzip = sent(CONTENT, 'gzip');

const answers: [string, Buffer][] = [
  ['with a length', withLength(plain)],
  ['in chunks', withChunks(plain)],
  ['as gzip with a length', withLength(gzip)],
  ['as gzip in chunks', withChunks(gzip)],
  ['as gzip that the connection ends', answered(gzip, ['Connection: close'], gzip.bytes)],
];

for (const [path, open] of TRANSPORTS)
  for (const [secure, step] of [
    [undefined, 1],
    [identity, 11],
  ] as const)
    for (const [what, bytes] of answers)
      test(`${path}, ${secure ? 'https' : 'http'}: a file ${what} is complete or FileTruncated, wherever it is truncated (D1)`, async (context) => {
        const fetch = await wireWorld(context, { http: open(), secure });
        const headBytes = bytes.indexOf('\r\n\r\n') + 4;
        for (let at = 0; at < bytes.length; at += step) {
          const ended = await fetch({ bytes: bytes.subarray(0, at), ends: 'closed' });
          const expected = at < headBytes ? 'ServerUnavailable' : 'FileTruncated';
          assert.equal(ended.end, expected, `cut at ${at} of ${bytes.length}: ${ended.message}`);
          assert.deepEqual([ended.objects.size, ended.openUploads], [0, 0], `cut at ${at}`);
        }
        const whole = await fetch({ bytes, ends: 'closed' });
        assert.ok(whole.content?.equals(CONTENT), whole.message);
      });
