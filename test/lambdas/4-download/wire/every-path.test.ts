import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../../../../lambdas/settings/source.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { patients } from '../files.ts';
import { contentCases } from './content-cases.ts';
import { type Encoded, sent, type WireCase, withLength } from './framed.ts';
import { headCases } from './head-cases.ts';
import { lengthCases } from './length-cases.ts';
import { wireCases } from './wire-cases.ts';
import { type Ended, type Fetch, wireWorld } from './wire-world.ts';

/**
 * Whatever a server sends (D1, D2, D5–D8, D13, D15, D19), a file lands byte for byte, or is refused by name
 * and leaves nothing: over both transports, with and without TLS, plain and as gzip, however it is stored.
 */

const identity = trustedIdentity();
const CONTENT = Buffer.from(patients(...Array.from({ length: 60 }, (_, i) => `ä😀-${i}`)));
const ENCODED: Encoded[] = ['identity', 'gzip'];
/** Gzip is stored raw, whatever `compress` says. */
const COMPRESSED: Record<Encoded, Source['compress'][]> = {
  identity: ['none', 'gzip', 'zstd'],
  gzip: ['zstd'],
};

const endOf = ({ ends }: WireCase, path: string) =>
  typeof ends === 'string' ? ends : ends[path === 'direct' ? 'direct' : 'standard'];

function check(ended: Ended, expected: string, where: string) {
  assert.equal(ended.end, expected, `${where}: ${ended.message}`);
  assert.equal(ended.openUploads, 0, where);
  if (expected === 'landed') assert.ok(ended.content?.equals(CONTENT), where);
  else assert.equal(ended.objects.size, 0, where);
}

/** The next file over the same connections gets nothing that the case left there. */
async function checkNext(fetch: Fetch, where: string) {
  const next = await fetch({ bytes: withLength(sent(CONTENT, 'identity')) });
  check(next, 'landed', `${where}, the next file`);
}

for (const [path, open] of TRANSPORTS)
  for (const secure of [undefined, identity])
    for (const wireCase of [...wireCases, ...lengthCases, ...headCases, ...contentCases])
      test(`${wireCase.what}, over ${path} ${secure ? 'https' : 'http'}`, async (context) => {
        const fetch = await wireWorld(context, { http: open(), secure });
        for (const encoded of wireCase.only ? [wireCase.only] : ENCODED) {
          const answer = wireCase.answer(sent(CONTENT, encoded));
          for (const compress of COMPRESSED[encoded])
            check(
              await fetch(answer, { compress }),
              endOf(wireCase, path),
              `${encoded}, ${compress}`,
            );
          await checkNext(fetch, encoded);
        }
      });
