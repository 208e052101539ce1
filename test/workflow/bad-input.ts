import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ExportRequest } from '../../lambdas/settings/export-request.ts';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertCleanFailure } from './clean-failure.ts';
import { landedContent, serverContent } from './lake-content.ts';
import { oneUpServers, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

/** A fault of a server, and the error that it causes. */
type BadInput = {
  /** The test's name, up to the name of the error. */
  what: string;
  source?: string;
  fault: Fault;
  error: string;
  says: RegExp;
};

const TYPES = ['Patient', 'Coverage'];

/**
 * One test for each: the export fails with that error and a message that says what to do, is cleaned up,
 * and after the fault the next run publishes the server's data.
 */
export function badInputs(title: string, inputs: readonly BadInput[]) {
  describe(title, () => {
    const faults: Fault[] = [];
    const clock = virtualClock();
    const { http } = oneUpServers(clock, faults);
    let world: World;
    before(async () => {
      world = await openWorld({ settings, secrets, http, clock });
    });
    after(() => world.close());

    for (const { what, source = 'ste', fault, error, says } of inputs)
      test(`${what} ends in ${error}, and the next run succeeds`, async () => {
        const request: Partial<ExportRequest> = { types: TYPES, mode: 'full' };
        faults.push(fault);
        const result = await world.run(source, request);
        faults.pop();
        assert.equal(result.error?.name, error, result.error?.message);
        assert.match(result.error?.message ?? '', says);
        await assertCleanFailure(world, { result, source, request });
        await assertPublishes(world, source, request);
      });
  });
}

/** Proves that an export an hour later lands the server's data of its types, byte for byte. */
export async function assertPublishes(
  world: World,
  source: string,
  request: Partial<ExportRequest>,
): Promise<void> {
  await world.clock.sleep(3_600_000);
  const result = await world.run(source, request);
  assert.equal(result.error, null);
  assert.equal(result.status, 'published');
  const until = new Date(result.transactionTime ?? '');
  for (const type of request.types ?? [])
    assert.ok(landedContent(world.lake, result, type) === serverContent(type, { until }), type);
}
