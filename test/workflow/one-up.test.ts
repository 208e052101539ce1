import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { landedContent, serverContent } from './lake-content.ts';
import { oneUpServers, people, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

for (const source of Object.keys(settings))
  describe(`an export from ${source}, whose tokens expire after five seconds`, () => {
    const clock = virtualClock();
    const { http } = oneUpServers(clock);
    let world: World;
    before(async () => {
      world = await openWorld({ settings, secrets, http, clock, viaSdk: true });
    });
    after(() => world.close());

    test('lands the server’s data, record by record and byte for byte', async () => {
      const result = await world.run(source, { types: [...people.types, 'Binary'] });
      assert.equal(result.error, null);
      const until = new Date(result.transactionTime ?? '');
      for (const type of people.types)
        assert.ok(landedContent(world.lake, result, type) === serverContent(type, { until }), type);
      const filesOf = (type: string) => result.files.filter((file) => file.type === type).length;
      assert.ok(filesOf('Observation') >= 2, 'several files of one type');
      assert.equal(filesOf('Binary'), 0, 'no file of a type without data');
    });

    test('is incremental the next time', async () => {
      await world.clock.sleep(3_600_000);
      const types = [...people.types, 'Binary'];
      const first = await world.run(source, { types });
      const result = await world.run(source, { types });
      assert.equal(result.since, first.transactionTime);
      const window = {
        since: new Date(result.since ?? ''),
        until: new Date(result.transactionTime ?? ''),
      };
      for (const type of people.types)
        assert.ok(landedContent(world.lake, result, type) === serverContent(type, window), type);
    });
  });

test('the gateway receives only GET, also when an export fails, and POST for tokens (K15)', async () => {
  const clock = virtualClock();
  const failing: Fault = { on: 'job', times: 1, failure: 'fails' };
  const { http, gateway } = oneUpServers(clock, [failing]);
  const source = { ...settings.gateway, deleteJob: 'on-failure' };
  const world = await openWorld({ settings: { gateway: source }, secrets, http, clock });
  const request = { types: ['Patient'] };
  const failed = await world.run('gateway', request);
  assert.equal(failed.error?.name, 'ServerJobFailed');
  const result = await world.run('gateway', request);
  const until = new Date(result.transactionTime ?? '');
  assert.equal(landedContent(world.lake, result, 'Patient'), serverContent('Patient', { until }));
  const methods = gateway.requests.map(({ method, url }) =>
    url.pathname.endsWith('/token') ? `${method} token` : method,
  );
  assert.deepEqual(new Set(methods), new Set(['POST token', 'GET']));
  await world.close();
});
