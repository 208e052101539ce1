import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertCleanFailure } from '../clean-failure.ts';
import { BROKEN, brokenWorld, PROBLEM, request } from './broken-world.ts';
import { assertLanded, requestsTo } from './hl7-world.ts';

/** A line of a file is broken, once or each time it is fetched (D10). */

test('with "fail" the export fails as LineRefused with file, line, offset and hash, and publishes nothing (D10)', async () => {
  const { world, faults, breakFile } = await brokenWorld('fail');
  breakFile();
  const result = await world.run('hl7', request);
  assert.equal(result.error?.name, 'LineRefused');
  const [file, problem = ''] = result.error?.message.split(/(?<=\)): /) ?? [];
  assert.match(file ?? '', /^file \d+ of the manifest \(\w+\)$/);
  assert.match(problem, PROBLEM);
  await assertCleanFailure(world, { result, source: 'hl7', request });
  faults.length = 0;
  const resumed = await world.runExport({ source: 'hl7', resume: result.exportId });
  assertLanded(world, resumed);
  await world.close();
});

test('a line that is broken only once is fixed by one more fetch, whatever the settings (D10)', async () => {
  for (const onBrokenFile of ['fail', 'quarantine'] as const) {
    const { world, breakFile } = await brokenWorld(onBrokenFile, 1);
    breakFile();
    const result = await world.run('hl7', request);
    assertLanded(world, result);
    assert.equal(result.complete, true);
    assert.deepEqual(result.quarantined, []);
    assert.equal(requestsTo(world, BROKEN).length, 2);
    await world.close();
  }
});
