import assert from 'node:assert/strict';
import { test } from 'node:test';
import { download } from '../../../lambdas/4-download/download.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { aDownload, aFile, aUnit, keys, landedKey } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { aFileOf } from './files.ts';

const LAMBDA_SECONDS = 15 * 60;
const FILE_SECONDS = 4 * 60;
const urlOf = (n: number) => `https://files.example/${n}.ndjson`;

test('a call ends before a file that would not be done in time, however long files take (D24)', async () => {
  const count = 8;
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const routes = Object.fromEntries(numbers.map((n) => [`GET ${urlOf(n)}`, aFileOf(`${n}`)]));
  const deps = stepDeps({ routes });
  const http: typeof deps.http = Object.assign(
    async (request: Parameters<typeof deps.http>[0]) => {
      deps.clock.advance(FILE_SECONDS);
      return deps.http(request);
    },
    { requests: deps.http.requests },
  );
  const files = numbers.map((n) =>
    aFile({ index: n, url: urlOf(n), key: landedKey('Patient', n) }),
  );
  await writeRecord(keys.unit(1), aUnit({ files, pages: [] }), deps.storage);
  const event = aDownload();
  const call = () => {
    const ends = deps.clock.now().getTime() + LAMBDA_SECONDS * 1000;
    const remaining = () => ends - deps.clock.now().getTime();
    return download(event, { ...deps, http }, () => {
      assert.ok(remaining() > 0, 'Lambda would have killed this call');
      return remaining();
    });
  };
  const kinds: string[] = [];
  do kinds.push((await call()).kind);
  while (kinds.at(-1) === 'continue');
  assert.deepEqual(kinds, ['continue', 'continue', 'done']);
});
