import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkData } from '../../../../lambdas/dialects/bulk-data/bulk-data.ts';
import { anHl7Source } from './hl7-source.ts';

test('the server’s statement is read where the source leaves the version to it', () => {
  assert(bulkData.wantsCapabilities(anHl7Source()));
  assert(bulkData.wantsCapabilities(anHl7Source({ lenient: true })));
  for (const version of ['v2', 'v3'] as const)
    assert(!bulkData.wantsCapabilities(anHl7Source({ version })));
});

test('of v4 the operation may have a name of its own, which the statement says (rule 24)', () => {
  assert(bulkData.wantsCapabilities(anHl7Source({ version: 'v4' })));
});

test('DELETE ends a job, and tells that a finished one is done with (rule 48)', () => {
  assert.deepEqual(bulkData.deletes, { running: true, finished: true });
});
