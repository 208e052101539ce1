import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { held, landed } from './lake-content.ts';
import { people, secrets, served, settings } from './served.ts';
import { openWorld, type World } from './world.ts';

for (const source of Object.keys(settings))
  describe(`an export from ${source}, whose tokens live five seconds`, () => {
    const clock = virtualClock();
    const { http } = served(clock);
    let world: World;
    before(async () => {
      world = await openWorld({ settings, secrets, http, clock, isByAdapters: true });
    });
    after(() => world.close());

    test('lands what the server holds, record for record and byte for byte', async () => {
      const result = await world.run(source, { types: [...people.types, 'Binary'] });
      assert.equal(result.error, null);
      const until = new Date(result.transactionTime ?? '');
      for (const type of people.types)
        assert.ok(landed(world.lake, result, type) === held(type, { until }), type);
      const filesOf = (type: string) => result.files.filter((file) => file.type === type).length;
      assert.ok(filesOf('Observation') >= 2, 'several files of one type');
      assert.equal(filesOf('Binary'), 0, 'no file of a type without data');
    });

    test('goes on from there the next time', async () => {
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
        assert.ok(landed(world.lake, result, type) === held(type, window), type);
    });
  });
