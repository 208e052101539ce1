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

test('rule 24: of v4 the operation may have a name of its own, which the statement says', () => {
  assert(bulkData.wantsCapabilities(anHl7Source({ version: 'v4' })));
});

test('rule 48: DELETE ends a job, and tells that a finished one is done with', () => {
  assert.deepEqual(bulkData.deletes, { running: true, finished: true });
});
