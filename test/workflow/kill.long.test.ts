import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CommitRecord } from '../../lambdas/lake/commit-records.ts';
import { isLanded } from '../../lambdas/lake/receipt-records.ts';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { exportProcess } from './export-process.ts';
import { contentOf } from './lake-content.ts';
import { people, steOnLoopback } from './ste-on-loopback.ts';

/** Every line of a type in the committed exports of a lake. */
function committedLines(lake: string, type: string): string[] {
  const commits = globSync('exports/*/commit.json', { cwd: lake }).map((file) =>
    CommitRecord.parse(JSON.parse(readFileSync(join(lake, file), 'utf8'))),
  );
  return commits
    .flatMap(({ files }) => files.filter(isLanded).filter((file) => file.type === type))
    .flatMap((file) => contentOf(lake, file).split('\n'))
    .filter((line) => line !== '');
}

/** The first job fails if the state is reached only after a failure. */
const failing: Record<string, Fault[]> = {
  'Clean up': [{ on: 'job', times: 1, failure: 'fails' }],
};

for (const state of ['Kick off', 'Wait', 'Poll', 'Plan', 'Download', 'Publish', 'Clean up'])
  test(`killed in ${state} and run again, an export exists once (invariant 8)`, async (t) => {
    const ste = await steOnLoopback(undefined, failing[state]);
    t.after(() => ste.close());
    const killed = exportProcess(ste, (reached) => {
      if (reached === state) killed.child.kill('SIGKILL');
    });
    await killed.ended;
    assert.equal(killed.child.signalCode, 'SIGKILL', `the first run never came to ${state}`);
    const { code, stdout, stderr } = await exportProcess(ste).ended;
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).status, 'published');
    for (const type of people.types)
      assert.deepEqual(
        committedLines(ste.lake, type).sort(),
        [...people.lines(type, { until: new Date() })].sort(),
        type,
      );
  });
