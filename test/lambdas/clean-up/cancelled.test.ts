import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopExport } from '../../../lambdas/settlement/decision.ts';
import { settleExport } from '../../../lambdas/settlement/settle-export.ts';
import { aStart, EXPORT_ID } from '../../fakes/builders.ts';
import { memoryExecutions } from '../../fakes/memory-executions.ts';
import { cleanUpWorld } from './clean-up-world.ts';

test('a cancelled export is reported as Cancelled, although the event of its abort says only ABORTED', async () => {
  const world = await cleanUpWorld();
  const executions = memoryExecutions();
  await executions.start(EXPORT_ID, aStart());
  assert.equal(await stopExport(EXPORT_ID, 'a test', { ...world, executions }), true);
  const failure = { Error: 'ABORTED', Cause: 'the execution ended as ABORTED' };
  await settleExport({ exportId: EXPORT_ID, failure }, world);
  assert.equal((await world.failure()).name, 'Cancelled');
});
