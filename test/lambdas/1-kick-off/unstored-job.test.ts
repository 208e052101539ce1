import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import {
  aSource,
  aStart,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { accepting, KICK_OFF, kickOffWorld } from './kick-off-world.ts';

const policies = [
  ['is cancelled before the next try', 'after-publish', ['GET', 'DELETE']],
  ['runs on where the source wants no job deleted', 'never', ['GET']],
] as const;
for (const [what, deleteJob, sent] of policies)
  test(`a job whose status URL cannot be stored ${what} (K5)`, async () => {
    assert.deepEqual(await sentWith(deleteJob), sent);
  });

/** What the server hears of a kick-off whose job cannot be stored. */
async function sentWith(deleteJob: Source['deleteJob']) {
  const routes = { [KICK_OFF]: accepting, [`DELETE ${STATUS_URL}`]: { status: 202 } };
  const world = await kickOffWorld({ routes, source: aSource({ deleteJob }) });
  const storage: typeof world.storage = {
    ...world.storage,
    async put(key, body, condition) {
      if (key === keys.job) throw new Error('S3 is away');
      return world.storage.put(key, body, condition);
    },
  };
  const event = {
    exportId: EXPORT_ID,
    executionArn: EXECUTION_ARN,
    startedAt: NOW,
    start: aStart(),
  };
  await assert.rejects(kickOff(event, { ...world, storage }), { message: 'S3 is away' });
  return world.http.requests.map(({ method }) => method);
}

test('an export that is skipped says so (O1)', async () => {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  await world.executions.start(EXPORT_ID, aStart());
  await world.start();
  const exportId = 'acme-later';
  const event = { exportId, executionArn: EXECUTION_ARN, startedAt: NOW, start: aStart() };
  const skipped = { kind: 'skipped', runningExportId: EXPORT_ID };
  await world.storage.put(
    keys.request.replace(EXPORT_ID, exportId),
    (await world.storage.read(keys.request))?.text ?? '',
  );
  assert.deepEqual(await kickOff(event, world), skipped);
  const detail = { exportId, source: 'acme', runningExportId: EXPORT_ID };
  assert.deepEqual(world.announcer.announcements, [{ detailType: 'Export skipped', detail }]);
  assert.deepEqual(world.log.counts, [{ metric: 'SkippedExports', value: 1 }]);
});
