import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { runExport } from '../../local/exports/run-export.ts';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import type { RequestKind } from '../../local/servers/http/routing.ts';
import type { BulkServer } from '../../local/servers/http/server.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertPublishes } from './bad-input.ts';
import { assertCleanFailure } from './clean-failure.ts';
import { oneUpServers, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

const request = ExportRequest.parse({ types: ['Patient', 'Condition'], mode: 'full' });

const silent = { show() {} };

const deletes = ({ requests }: BulkServer) =>
  requests.filter(({ method }) => method === 'DELETE').map(({ url }) => url.pathname);

const WITHOUT_DELETE = [
  ['ste', 'file', 'not-deletable'],
  ['gateway', 'status', 'not-deletable'],
  ['gateway', 'file', 'not-deletable'],
  ['mte', 'file', 'none'],
] as const;

describe('an export that is cancelled', () => {
  const faults: Fault[] = [];
  const clock = virtualClock();
  const { http, ste, gateway, mte } = oneUpServers(clock, faults);
  let world: World;
  before(async () => {
    world = await openWorld({ settings, secrets, http, clock, viaSdk: true });
  });
  after(() => world.close());

  /** Runs an export and stops it while the server answers the first request of this phase. */
  async function cancelled(source: string, phase: RequestKind) {
    const cancel = new AbortController();
    faults.push({
      on: phase,
      times: 1,
      async intercept(_, next) {
        cancel.abort();
        await clock.sleep(1000);
        return next();
      },
    });
    const { signal } = cancel;
    const result = await runExport({ source, request }, world.laptop, silent, signal);
    faults.pop();
    assert.deepEqual(result.error, { name: 'Cancelled', message: 'the export was cancelled' });
    // A running step continues (O6), and must not undo anything.
    await clock.sleep(3_600_000);
    return assertCleanFailure(world, { result, source, request });
  }

  test('before it has started leaves no job behind, and the next run succeeds', async () => {
    const result = await runExport(
      { source: 'ste', request },
      world.laptop,
      silent,
      AbortSignal.abort(),
    );
    assert.equal(result.error?.name, 'Cancelled');
    await clock.sleep(3_600_000);
    await assertCleanFailure(world, { result, source: 'ste', request });
    const begun = ste.requests.filter(({ url }) => url.pathname.endsWith('/$export'));
    assert.equal(deletes(ste).length, begun.length);
    await assertPublishes(world, 'ste', request);
  });

  for (const [when, phase] of [
    ['while its job is polled', 'status'],
    ['before its job has a name (O8)', 'kick-off'],
  ] as const)
    test(`${when} deletes its job, and the next run succeeds (O5)`, async () => {
      const before = deletes(ste).length;
      const { serverJob } = await cancelled('ste', phase);
      const [path, ...more] = deletes(ste).slice(before);
      assert.match(path ?? '', /^\/bulk-data\/r4\/\$export\/job\/[0-9a-f-]{36}$/);
      assert.deepEqual(more, []);
      assert.equal(serverJob, phase === 'kick-off' ? 'none' : 'deleted');
      await assertPublishes(world, 'ste', request);
    });

  for (const [source, phase, serverJob] of WITHOUT_DELETE)
    test(`at ${source}, which has no DELETE then, during ${phase} sends none`, async () => {
      const before = deletes(ste).length;
      assert.equal((await cancelled(source, phase)).serverJob, serverJob);
      assert.deepEqual([...deletes(ste).slice(before), ...deletes(gateway), ...deletes(mte)], []);
      await assertPublishes(world, source, request);
    });
});
