import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { groupOf } from '../../local/servers/export/groups.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertCleanFailure } from './clean-failure.ts';
import { oneUpServers, people, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

const request = { level: 'group' as const, types: ['Patient'] };
const members = people.patientIds(9);

describe('an export of a group that the server does not have', () => {
  const clock = virtualClock();
  const { http, groups } = oneUpServers(clock);
  let world: World;
  before(async () => {
    world = await openWorld({ settings, secrets, http, clock });
  });
  after(() => world.close());

  for (const [source, says] of [
    ['ste', /the server has no such group; `npm run group` creates one/],
    ['gateway', /the server has no such group \(not-found\)/],
  ] as const)
    test(`at ${source} ends in GroupNotFound, and the next one finds it`, async () => {
      const unknown = { ...request, group: `new-to-${source}` };
      const result = await world.run(source, unknown);
      assert.equal(result.error?.name, 'GroupNotFound');
      assert.match(result.error?.message ?? '', says);
      await assertCleanFailure(world, { result, source, request: unknown });
      groups.write(unknown.group, groupOf(members));
      await clock.sleep(1000);
      assert.equal((await world.run(source, unknown)).status, 'published');
    });
});
