import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertPublishes } from './bad-input.ts';
import { landedContent, serverContent } from './lake-content.ts';
import { oneUpServers, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

describe('exports of one source at the same time', () => {
  const clock = virtualClock();
  const { http, ste } = oneUpServers(clock);
  let world: World;
  before(async () => {
    let drawn = 0;
    const random = () => {
      drawn += 1;
      return (drawn % 10) / 10;
    };
    world = await openWorld({ settings, secrets, http, clock, random, viaSdk: true });
  });
  after(() => world.close());

  const kickOffs = () => ste.requests.filter(({ url }) => url.pathname.endsWith('/$export'));
  const atOnce = async (...requests: Partial<ExportRequest>[]) => {
    const before = kickOffs().length;
    const results = await Promise.all(requests.map((request) => world.run('ste', request)));
    return { results, kickOffs: kickOffs().length - before };
  };

  test('of one scope: one lands, and the other is skipped without a request (O1)', async () => {
    const request = { types: ['Patient', 'Coverage'] };
    const both = await atOnce(request, request);
    const statuses = both.results.map(({ status }) => status).sort();
    assert.deepEqual(statuses, ['published', 'skipped']);
    assert.equal(both.kickOffs, 1);
    const skipped = both.results.find(({ status }) => status === 'skipped');
    assert.deepEqual([skipped?.error, skipped?.files], [null, []]);
    await assertPublishes(world, 'ste', { ...request, mode: 'full' });
  });

  test('one full and one incremental, are of one scope', async () => {
    const types = ['Coverage'];
    const { results } = await atOnce({ types, mode: 'full' }, { types, mode: 'incremental' });
    assert.deepEqual(results.map(({ status }) => status).sort(), ['published', 'skipped']);
  });

  test('of five concurrent ones, one lands', async () => {
    const request = { types: ['Patient'] };
    const { results } = await atOnce(request, request, request, request, request);
    const statuses = results.map(({ status }) => status).sort();
    assert.deepEqual(statuses, ['published', 'skipped', 'skipped', 'skipped', 'skipped']);
  });

  test('of different scopes run side by side, and each lands its own data', async () => {
    const began = ste.requests.length;
    const both = await atOnce({ types: ['Patient', 'Condition'] }, { types: ['Condition'] });
    for (const result of both.results) {
      assert.equal(result.status, 'published');
      const until = new Date(result.transactionTime ?? '');
      assert.ok(
        landedContent(world.lake, result, 'Condition') === serverContent('Condition', { until }),
      );
    }
    const paths = ste.requests.slice(began).map(({ url }) => url.pathname);
    const isOf = (what: string) => (path: string) => path.includes(what);
    const secondBegins = paths.findLastIndex((path) => path.endsWith('/$export'));
    assert.ok(secondBegins < paths.findIndex(isOf('/$export/file/')), 'both begin before one ends');
  });
});
