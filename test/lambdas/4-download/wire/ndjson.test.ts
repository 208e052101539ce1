import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../../../../lambdas/settings/source.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { sent, withChunks, withLength } from './framed.ts';
import { refused, valid } from './ndjson-cases.ts';
import { type Fetch, wireWorld } from './wire-world.ts';

/** Odd content lands unchanged, and invalid content does not, however it is sent and stored (D3, D10–D13). */

const SETTINGS = (['none', 'gzip', 'zstd'] as const).flatMap((compress) =>
  (['structural', 'full'] as const).map((verify) => ({ compress, verify })),
);
type Setting = Pick<Source, 'compress' | 'verify'>;

/** Fetches content plain and as gzip, with a length and in chunks, with each setting. */
async function inEveryWay(
  fetch: Fetch,
  content: Buffer,
  look: (ended: Awaited<ReturnType<Fetch>>, where: string) => void,
) {
  const answers = (['identity', 'gzip'] as const).flatMap((encoded) => [
    [`${encoded} with a length`, withLength(sent(content, encoded))] as const,
    [`${encoded} in chunks`, withChunks(sent(content, encoded))] as const,
  ]);
  const ways = answers.flatMap((answer) =>
    SETTINGS.map((setting) => [...answer, setting] as const),
  );
  for (const [what, bytes, setting] of ways)
    look(await fetch({ bytes }, setting), `${what}, ${settingText(setting)}`);
}

const settingText = ({ compress, verify }: Setting) => `compress ${compress}, verify ${verify}`;

for (const [path, open] of TRANSPORTS) {
  for (const [what, text, lines] of valid)
    test(`${path}: ${what} lands byte for byte`, async (context) => {
      const fetch = await wireWorld(context, { http: open(), secure: undefined });
      const content = Buffer.from(text);
      await inEveryWay(fetch, content, (ended, where) => {
        assert.deepEqual([ended.end, ended.lines], ['landed', lines], `${where}: ${ended.message}`);
        assert.ok(ended.content?.equals(content), where);
      });
    });

  for (const [what, content, says] of refused)
    test(`${path}: ${what} is refused by number, offset and hash, and nothing is stored`, async (context) => {
      const fetch = await wireWorld(context, { http: open(), secure: undefined });
      const offset = content.indexOf('\n') + 1;
      await inEveryWay(fetch, content, (ended, where) => {
        assert.equal(ended.end, 'LineRefused', where);
        assert.match(ended.message, says, where);
        assert.ok(ended.message.startsWith(`line 2 at byte ${offset} is not `), ended.message);
        assert.deepEqual([ended.objects.size, ended.openUploads], [0, 0], where);
      });
    });
}
