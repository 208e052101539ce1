import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import {
  aRequestRecord,
  aSource,
  BASE_URL,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { publishWorld } from '../5-publish/publish-world.ts';

const ADOPT = { kind: 'adopt', statusUrl: STATUS_URL } as const;
const DELETE = `DELETE ${STATUS_URL}`;
const hl7 = (deleteJob?: Source['deleteJob']) =>
  aSource({ dialect: 'bulk-data', ...(deleteJob && { deleteJob }) });
const world = (answer: Scripted, source = hl7()) =>
  publishWorld({ source, routes: { [DELETE]: answer } });

const logged = ({ log }: Awaited<ReturnType<typeof world>>) =>
  log.lines.find(({ event }) => event === 'publish.server-job')?.fields;

for (const deleteJob of [undefined, 'after-publish', 'on-failure'] as const)
  test(`with deleteJob ${deleteJob ?? 'unset'} the job is deleted after publication (rule 48)`, async () => {
    const made = await world({ status: 202 }, hl7(deleteJob));
    await made.publish();
    assert.deepEqual(
      made.http.requests.map(({ method, url }) => [method, url]),
      [['DELETE', STATUS_URL]],
    );
    assert.deepEqual(logged(made), { exportId: EXPORT_ID, serverJob: 'deleted' });
  });

test('the DELETE comes after the data can be queried and is announced (rule 48)', async () => {
  const seen: unknown[] = [];
  const made = await world(() => {
    seen.push(made.storage.objects.has(keys.commit));
    seen.push(made.catalog.partitions.at(-1)?.table);
    seen.push(made.announcer.announcements.length);
    return { status: 202 };
  });
  await made.publish();
  assert.deepEqual(seen, [true, 'export_log', 1]);
});

test('a refused publication deletes nothing (rule 48)', async () => {
  const made = await publishWorld({ source: hl7(), plan: { resourceCount: 7 } });
  await assert.rejects(made.publish(), { name: 'PublishRefused' });
  assert.equal(made.http.requests.length, 0);
});

test('with deleteJob "never" no request is sent, not even for a token (rule 48)', async () => {
  const made = await publishWorld({ source: hl7('never') });
  await made.publish();
  assert.equal(made.http.requests.length, 0);
  assert.equal(logged(made), undefined);
});

test('an adopted job is kept (rule 48)', async () => {
  const made = await world({ status: 202 }, hl7('on-failure'));
  const asked = aRequestRecord({ begin: ADOPT });
  await writeRecord(keys.request, asked, made.storage);
  await made.publish();
  assert.equal(made.http.requests.length, 0);
});

for (const dialect of ['1up-ste', '1up-mte', '1up-gateway'] as const)
  test(`${dialect} has no DELETE for a finished job, and none is sent (rule 48)`, async () => {
    const made = await publishWorld({ source: aSource({ dialect }) });
    await made.publish();
    assert.equal(made.http.requests.length, 0);
    assert.equal(logged(made)?.serverJob, 'not-deletable');
  });

test('a manifest in answer to the kick-off has no job', async () => {
  const job = { job: { kind: 'complete' as const, manifestUrl: `${BASE_URL}/$export` } };
  const made = await publishWorld({ source: hl7(), job });
  await made.publish();
  assert.equal(logged(made)?.serverJob, 'none');
});

const failing: [string, Scripted, string][] = [
  ['403', { status: 403 }, 'not-deletable'],
  ['404: it is gone', { status: 404 }, 'deleted'],
  ['401', { status: 401 }, 'delete-failed'],
  ['500', { status: 500 }, 'delete-failed'],
  ['a refused connection', 'refused', 'delete-failed'],
  ['a lost answer', 'lost', 'delete-failed'],
];
for (const [what, answer, serverJob] of failing)
  test(`a DELETE answered with ${what} fails nothing (rule 48)`, async () => {
    const made = await world(answer);
    assert.equal((await made.publish()).kind, 'published');
    assert.equal(logged(made)?.serverJob, serverJob);
  });

test('a missing credential fails nothing (rule 48)', async () => {
  const made = await publishWorld({ source: aSource({ dialect: 'bulk-data' }) });
  made.secrets.read = () => Promise.reject(new Error('no such secret: marker'));
  assert.equal((await made.publish()).kind, 'published');
  assert.equal(logged(made)?.serverJob, 'delete-failed');
  assert.doesNotMatch(JSON.stringify(made.log.lines), /marker/);
});

test('an export of a source that is no longer in the settings is published, and its job kept', async () => {
  const made = await publishWorld({ source: hl7() });
  const { announce } = made.announcer;
  made.announcer.announce = () => Promise.reject(new Error('killed'));
  await assert.rejects(made.publish(), /killed/);
  Object.assign(made.announcer, { announce });
  Reflect.deleteProperty(made.sources, 'acme');
  assert.equal((await made.publish()).kind, 'published');
  assert.equal(made.http.requests.length, 0);
});
