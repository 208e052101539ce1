import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { held, landed } from './lake-content.ts';
import { secrets, served, settings } from './served.ts';
import { openWorld } from './world.ts';

test('the gateway sees nothing but GET, also when an export is given up, and POST for tokens (K15)', async () => {
  const clock = virtualClock();
  const failing: Fault = { on: 'job', times: 1, failure: 'fails' };
  const { http, gateway } = served(clock, [failing]);
  const source = { ...settings.gateway, deleteJob: 'on-failure' };
  const world = await openWorld({ settings: { gateway: source }, secrets, http, clock });
  const request = { types: ['Patient'] };
  const failed = await world.run('gateway', request);
  assert.equal(failed.error?.name, 'ServerJobFailed');
  const result = await world.run('gateway', request);
  const until = new Date(result.transactionTime ?? '');
  assert.equal(landed(world.lake, result, 'Patient'), held('Patient', { until }));
  const methods = gateway.requests.map(({ method, url }) =>
    url.pathname.endsWith('/token') ? `${method} token` : method,
  );
  assert.deepEqual(new Set(methods), new Set(['POST token', 'GET']));
  await world.close();
});
