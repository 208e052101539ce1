import { test } from 'node:test';
import { rawServer } from '../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { PATHS, READERS } from '../both-paths.ts';
import { checkOutcome, cutsOf, expectedOf, outcomeOf } from './answer-case.ts';
import { bodies } from './bodies.ts';
import { brokenBodies } from './broken-bodies.ts';
import { brokenHeads } from './broken-heads.ts';
import { heads } from './heads.ts';

/**
 * Whatever a server answers, every transport gives the same of it, over http and https, read and poured,
 * in the segments of the case and byte by byte. What may differ, the case says, and why.
 */

const identity = trustedIdentity();

for (const [transport, open] of PATHS)
  for (const secure of [undefined, identity])
    for (const answerCase of [...bodies, ...heads, ...brokenBodies, ...brokenHeads])
      test(`${answerCase.what}, over ${transport} ${secure ? 'https' : 'http'}`, async (context) => {
        const http = open();
        for (const [how, read] of READERS)
          for (const [cut, answer] of cutsOf(answerCase, secure !== undefined)) {
            const { origin } = await rawServer(context, [answer], secure);
            const expected = expectedOf(answerCase, transport);
            checkOutcome(await outcomeOf(http, origin, read), expected, `${how}, ${cut}`);
          }
      });
