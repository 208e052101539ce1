import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Http } from '../../../../lambdas/shared/http/http.ts';
import { readText } from '../../../../lambdas/shared/http/read-text.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { get, head, PATHS } from './both-paths.ts';

const answers = [
  `${head('content-type: text/plain', 'content-length: 11')}hello world`,
  `${head('transfer-encoding: chunked')}5\r\nhello\r\n6;a=b;c="d"\r\n world\r\n0\r\nx-sum: 1\r\n\r\n`,
];

/** Some bytes of an answer replaced by others. */
const garbled = fc
  .tuple(
    fc.constantFrom(...answers),
    fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...'\0\t\n\r :;,0159afHxé\u00ff')), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([answer, changes]) => {
    const bytes = Buffer.from(answer, 'latin1');
    for (const [at, character] of changes) bytes.write(character, at % bytes.length, 'latin1');
    return bytes;
  });

test('whatever a server sends, the direct path takes no body that the general one refuses or reads otherwise', async (context) => {
  const script: RawAnswer[] = [];
  const { origin } = await rawServer(context, script);
  const read = async (http: Http | undefined, bytes: Buffer) => {
    script.push({ bytes, ends: 'closed' });
    try {
      return http && (await readText(await http(get(origin)), 1000));
    } catch (error) {
      assert.equal(error instanceof Error && error.name, 'ConnectionFailed');
      return undefined;
    }
  };
  const [general, direct] = PATHS.map(([, open]) => open());
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(garbled, async (bytes) => {
      const text = await read(direct, bytes);
      const expected = await read(general, bytes);
      if (text === undefined) return;
      taken += 1;
      assert.equal(text, expected);
    }),
    { numRuns: 300 },
  );
  assert(taken > 20, `${taken} taken`);
});
