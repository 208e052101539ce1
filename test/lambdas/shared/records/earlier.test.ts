import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll } from '../../../../lambdas/2-poll/poll.ts';
import { plan } from '../../../../lambdas/3-plan/plan.ts';
import { download } from '../../../../lambdas/4-download/download.ts';
import { publish } from '../../../../lambdas/5-publish/publish.ts';
import { exportStatus } from '../../../../lambdas/api/export-status.ts';
import { findExport } from '../../../../lambdas/api/find-export.ts';
import { cleanUp } from '../../../../lambdas/clean-up/clean-up.ts';
import { AnyCleanUpEvent } from '../../../../lambdas/clean-up/clean-up-event.ts';
import { scopeKeys } from '../../../../lambdas/shared/keys.ts';
import { CommitRecord } from '../../../../lambdas/shared/records/commit-record.ts';
import { FailureRecord } from '../../../../lambdas/shared/records/export-records.ts';
import { readRecord, writeRecord } from '../../../../lambdas/shared/records/record.ts';
import { step } from '../../../../lambdas/shared/step.ts';
import {
  DownloadEvent,
  PlanEvent,
  PollEvent,
  PublishEvent,
} from '../../../../lambdas/shared/workflow.ts';
import { EXPORT_ID, keys, STATUS_URL } from '../../../fakes/builders.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';
import {
  earlierFailure,
  earlierPapers,
  LINES,
  manifest,
  NAMES,
  SCOPE,
  STAGES,
  urlOf,
  type Written,
} from './earlier-papers.ts';

/** F13: a deploy meets an export that runs; from there on the new code gets the old events. */

const event = { exportId: EXPORT_ID, source: 'acme' };
const failure = { Error: 'FileTruncated', Cause: 'the file ended before its end' };

/** An export that the earlier version has carried so far. */
async function carriedTo(last: Written) {
  const deps = stepDeps({
    routes: {
      [`GET ${STATUS_URL}`]: [
        { body: JSON.stringify({ ...manifest, status: 'In Progress', output: undefined }) },
        { body: JSON.stringify(manifest) },
      ],
      [`DELETE ${STATUS_URL}`]: { status: 202 },
      ...Object.fromEntries(
        NAMES.map((name, i) => [`GET ${urlOf(name)}`, { body: LINES[i] ?? '' }]),
      ),
    },
  });
  for (const stage of STAGES.slice(0, STAGES.indexOf(last) + 1))
    for (const [key, paper] of Object.entries(earlierPapers[stage]))
      await writeRecord(key, paper, deps.storage);
  const context = { getRemainingTimeInMillis: () => 900_000 };
  const json = async (key: string) => JSON.parse((await deps.storage.read(key))?.text ?? 'null');
  return {
    ...deps,
    json,
    poll: (polls: number) => step(PollEvent, poll)(deps)({ ...event, polls }, context),
    plan: () => step(PlanEvent, plan)(deps)(event, context),
    download: (unitKey: string) =>
      step(DownloadEvent, download)(deps)({ ...event, unitKey }, context),
    publish: () => step(PublishEvent, publish)(deps)(event, context),
    cleanUp: () => step(AnyCleanUpEvent, cleanUp)(deps)({ ...event, failure }, context),
    lease: () => json(scopeKeys('acme', SCOPE).lease),
  };
}

type Export = Awaited<ReturnType<typeof carriedTo>>;

/** What is left to do, as the earlier definition calls for it. */
async function goOn(made: Export, last: Written) {
  const done = STAGES.indexOf(last);
  if (done < STAGES.indexOf('Poll')) {
    assert.equal((await made.poll(1)).kind, 'running');
    assert.equal((await made.poll(2)).kind, 'complete');
  }
  let unitsKey = `${keys.root}plan/units.json`;
  if (done < STAGES.indexOf('Plan')) ({ unitsKey } = await made.plan());
  if (done < STAGES.indexOf('Download'))
    for (const { unitKey } of await made.json(unitsKey))
      assert.equal((await made.download(unitKey)).kind, 'done');
  return made.publish();
}

for (const last of STAGES)
  test(`F13: an export that came as far as ${last} before a deploy is published after it`, async () => {
    const made = await carriedTo(last);
    const { kind, files, lines } = await goOn(made, last);
    assert.deepEqual([kind, files, lines], ['published', 2, 2]);
    const commit = await readRecord(keys.commit, CommitRecord, made.storage);
    assert.deepEqual([commit.landingId, commit.continuable], [EXPORT_ID, true]);
    assert.equal((await made.lease()).kind, 'free');
    const found = await findExport(EXPORT_ID, made);
    assert.equal(found && exportStatus(found, 'lake').status, 'Successful');
  });

const settled: [Written, string][] = [
  ['Kick off', 'deleted'],
  ['one Poll', 'deleted'],
  ['Poll', 'kept'],
  ['Plan', 'kept'],
  ['Download', 'kept'],
];
for (const [last, serverJob] of settled)
  test(`F13: one that fails after ${last} is given up, its scope is free, and its job is ${serverJob}`, async () => {
    const made = await carriedTo(last);
    assert.equal((await made.cleanUp()).kind, 'failed');
    assert.equal((await made.json(keys.failure)).serverJob, serverJob);
    assert.equal((await made.lease()).kind, 'free');
    const found = await findExport(EXPORT_ID, made);
    assert.equal(found && exportStatus(found, 'lake').status, 'Failed');
  });

for (const last of ['the decision of Publish', 'the commit of Publish'] as const)
  test(`F13: one that dies after ${last} is published by Clean up`, async () => {
    const made = await carriedTo(last);
    assert.equal((await made.cleanUp()).kind, 'published');
    assert.equal((await made.lease()).kind, 'free');
  });

for (const [written, read] of [
  ['cancelled', 'deleted'],
  ['not-cancellable', 'not-deletable'],
  ['cancel-failed', 'delete-failed'],
  ['none', 'none'],
] as const)
  test(`F13: a job that was told as ${written} is read as ${read}`, async () => {
    assert.equal(FailureRecord.parse(earlierFailure(written)).serverJob, read);
    assert.throws(() => FailureRecord.parse(earlierFailure(`${written}?`)));
  });
