import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import {
  aJob,
  aManifest,
  aSource,
  aStart,
  BASE_URL,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
} from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { s3Error } from '../../fakes/memory-storage.ts';
import { everyState } from '../../infra/workflow/state-machine.ts';
import { accepting, KICK_OFF, kickOffWith, kickOffWorld } from './kick-off-world.ts';

test('an accepted job is stored, and polled after two seconds', async () => {
  const { result, job, scope, http } = await kickOffWith(accepting);
  assert.deepEqual(result, { kind: 'running', waitSeconds: 2 });
  assert.deepEqual(await job(), aJob({ scope }));
  assert.equal(http.requests[0]?.headers.client_id, 'test-client');
});

test('a second kick-off reads the job and sends nothing (K10)', async () => {
  const { start, http, result, storage } = await kickOffWith(accepting);
  const before = new Map(storage.objects);
  assert.deepEqual(await start(), result);
  assert.equal(http.requests.length, 1);
  assert.deepEqual(storage.objects, before);
});

test('the status URL is stored before any other I/O (K5)', async () => {
  const { storage, start } = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  const after: string[] = [];
  const put = storage.put;
  storage.put = (key, ...rest) => {
    after.push(key);
    return put(key, ...rest);
  };
  await start();
  assert.equal(after.at(-1), keys.job);
});

const mte = aSource({ dialect: '1up-mte' });

test('a manifest that answers the kick-off is stored unchanged, and there is nothing to poll', async () => {
  const body = aManifest();
  const { result, job, storage } = await kickOffWith({ body }, mte);
  assert.deepEqual(result, { kind: 'complete' });
  assert.equal((await storage.read(keys.manifestPage(1)))?.text, body);
  assert.deepEqual((await job()).job, { kind: 'complete', manifestUrl: `${BASE_URL}/$export` });
});

test('a manifest that answers the kick-off with a next page goes to Poll, also in a retry (M9)', async () => {
  const source = aSource({ dialect: 'bulk-data', bulkData: { version: 'v3' } });
  const link = [{ relation: 'next', url: `${BASE_URL}/pages/2` }];
  const { result, start, storage, http } = await kickOffWith(
    { body: aManifest({ link, output: [] }) },
    source,
  );
  assert.deepEqual(result, { kind: 'running', waitSeconds: 1 });
  assert.deepEqual(await start(), result);
  assert.equal(http.requests.length, 1);
  assert.deepEqual(JSON.parse((await storage.read(keys.pages))?.text ?? ''), {
    pages: [{ url: `${BASE_URL}/$export`, expires: null }],
    cursor: `${BASE_URL}/pages/2`,
  });
});

test('a second kick-off of an export with a manifest sends nothing (K10)', async () => {
  const { start, http } = await kickOffWith({ body: aManifest() }, mte);
  assert.deepEqual(await start(), { kind: 'complete' });
  assert.equal(http.requests.length, 1);
});

test('the log has ids and no URL', async () => {
  const { log } = await kickOffWith(accepting);
  assert.deepEqual(log.lines, [
    {
      level: 'info',
      event: 'kick-off.done',
      fields: { exportId: EXPORT_ID, source: 'acme', incremental: false },
    },
  ]);
});

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1';
const says = `not authorized to perform: kms:GenerateDataKey on resource: ${KEY}`;

test('without permission for the bucket’s key the export fails before any request to the server (S5)', async () => {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  const storage: typeof world.storage = {
    ...world.storage,
    put: () => Promise.reject(s3Error('AccessDenied', says)),
  };
  const event = { exportId: EXPORT_ID, executionArn: EXECUTION_ARN, startedAt: NOW };
  await assert.rejects(kickOff({ ...event, start: aStart() }, { ...world, storage }), {
    name: 'AccessDenied',
    message: new RegExp(KEY),
  });
  assert.deepEqual(world.http.requests, []);
});

test('no state retries an error of permissions (S5)', () => {
  const refusals = ['AccessDenied', 'AccessDeniedException', 'KMS.DisabledException', 'States.ALL'];
  for (const [name, { Retry = [] }] of Object.entries(everyState)) {
    const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
    assert.deepEqual(
      retried.filter((error) => refusals.includes(error)),
      [],
      name,
    );
  }
});
