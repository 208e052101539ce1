import assert from 'node:assert/strict';
import { test } from 'node:test';
import { download } from '../../../../lambdas/4-download/download.ts';
import { sourceKeys } from '../../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../../lambdas/lake/record.ts';
import { aDownload, aFile, aSource, aUnit, keys } from '../../../fakes/builders.ts';
import type { Scripted } from '../../../fakes/scripted-http.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';
import { aFileOf } from '../files.ts';

const TOKEN_URL = 'https://auth.example/token';
const FILE_URL = 'https://files.example/1';
const token: Scripted = {
  body: JSON.stringify({ access_token: 'test-1', token_type: 'Bearer', expires_in: 600 }),
};

/** A unit of one file, whose login answers like that. */
async function world(login: Scripted | Scripted[]) {
  const source = aSource({
    ...{ dialect: 'bulk-data', fileOrigins: ['https://files.example'], deadlineHours: 4 },
    auth: { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl: TOKEN_URL },
  });
  const routes = { [`POST ${TOKEN_URL}`]: login, [`GET ${FILE_URL}`]: aFileOf('a') };
  const deps = stepDeps({ source, routes });
  const unit = aUnit({ files: [aFile({ url: FILE_URL })], pages: [], requiresAccessToken: true });
  await writeRecord(keys.unit(1), unit, deps.storage);
  return {
    ...deps,
    call: (waits = 0) => download({ ...aDownload(), waits }, deps, () => 900_000),
    throttle: () => deps.storage.read(sourceKeys('acme').throttle),
  };
}

for (const [what, answer, waitSeconds] of [
  ['429 and two hours', { status: 429, headers: { 'retry-after': '7200' } }, 7203],
  ['503 and a minute', { status: 503, headers: { 'retry-after': '60' } }, 63],
  ['429 and no time', { status: 429 }, 18],
] satisfies [string, Scripted, number][])
  test(`a login that answers ${what} makes its unit wait, and slows no download (D21, P2)`, async () => {
    const { call, clock, throttle, log, http } = await world([answer, token]);
    assert.deepEqual(await call(), { kind: 'retry-after', waitSeconds });
    assert.equal(await throttle(), undefined);
    assert.equal(log.lines[0]?.event, 'download.login-busy');
    assert.deepEqual(
      http.requests.map(({ url }) => url),
      [TOKEN_URL],
    );
    clock.advance(waitSeconds);
    assert.equal((await call(1)).kind, 'done');
    assert.equal(await throttle(), undefined);
  });

test('a login that is always busy is waited for up to the deadline (D21, F6)', async () => {
  const { call, clock, http } = await world({ status: 429, headers: { 'retry-after': '7200' } });
  const waits: unknown[] = [];
  for (let waited = 0; waited < 2; waited += 1) {
    const ended = await call(waited);
    assert(ended.kind === 'retry-after');
    waits.push(ended.waitSeconds);
    clock.advance(ended.waitSeconds);
  }
  assert.deepEqual(waits, [7203, 7198]);
  await assert.rejects(call(2), { name: 'DeadlineExceeded' });
  assert.equal(http.requests.length, 2);
});
