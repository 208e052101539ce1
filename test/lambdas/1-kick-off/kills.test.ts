import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { aStart, EXECUTION_ARN, EXPORT_ID } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import {
  accepting,
  aGroup,
  GROUP,
  GROUP_KICK_OFF,
  groupRequest,
  groupSource,
  kickOffWorld,
} from './kick-off-world.ts';

const event = {
  ...{ exportId: EXPORT_ID, executionArn: EXECUTION_ARN },
  ...{ startedAt: NOW, start: aStart() },
};

async function killed(n: number, when: 'before' | 'after') {
  const world = await kickOffWorld({
    routes: { [`GET ${GROUP}`]: aGroup('a'), [GROUP_KICK_OFF]: accepting },
    source: groupSource,
    request: groupRequest,
  });
  const life = killedAt(n, when);
  const { http } = life({ http: world.http });
  const deps = { ...world, http, storage: life(world.storage), executions: life(world.executions) };
  const ended = await kickOff(event, deps).then(
    () => true,
    () => false,
  );
  return { world, ended };
}

const sent = ({ http }: Awaited<ReturnType<typeof kickOffWorld>>) =>
  http.requests.filter(({ url }) => url.endsWith('/$export')).length;

for (const when of ['before', 'after'] as const)
  test(`killed ${when} each call, a kick-off that is retried has a job and the lease`, async () => {
    let kills = 0;
    let twice = 0;
    for (let n = 1; ; n += 1) {
      const { world, ended } = await killed(n, when);
      if (ended) break;
      kills += 1;
      assert.equal((await world.start()).kind, 'running');
      const lease = await world.storage.read(scopeKeys('acme', world.scope).lease);
      assert.equal(JSON.parse(lease?.text ?? '{}').exportId, EXPORT_ID);
      const { job } = await world.job();
      assert.equal(job.kind, 'running');
      twice += sent(world) - 1;
    }
    assert(kills > 6, `${kills} kills`);
    // Between the server's answer and the write of job.json, and nowhere else, a job can be lost (K5).
    assert.equal(twice, 1);
  });
