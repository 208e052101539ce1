import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, send } from '../send.ts';
import { anHl7Server, kickedOff, manifestIn, posting, started } from './hl7-server.ts';

const slow = { duration: { polls: 4, seconds: 1e9 }, linesPerFile: 50 };
const prefer = 'respond-async, separate-export-status';
const separately = { headers: { prefer } };
const separatelyByPost = { ...posting(), headers: { ...posting().headers, prefer } };

test('a job runs with X-Progress and Retry-After, and ends with Expires (rules 26, 27)', async () => {
  const { server, clock } = anHl7Server({ ...slow, linkSeconds: 3600 });
  const statusUrl = await started(server);
  for (const percent of [25, 50, 75]) {
    const { status, headers, text } = await send(server, statusUrl);
    assert.deepEqual([status, text, headers['retry-after']], [202, '', '60']);
    const said = Number.parseInt(headers['x-progress'] ?? '', 10);
    assert.ok(said > percent - 2 && said <= percent, `${said}`);
  }
  const { status, headers } = await send(server, statusUrl);
  assert.deepEqual(
    [status, headers['x-progress'], headers['retry-after']],
    [200, undefined, undefined],
  );
  assert.equal(headers.expires, new Date(clock.now().getTime() + 3_600_000).toUTCString());
});

test('a job also moves on with time', async () => {
  const { server, clock } = anHl7Server({ duration: { polls: 1e9, seconds: 7 * 24 * 3600 } });
  const statusUrl = await started(server);
  clock.pass(3.5 * 24 * 3600);
  assert.equal((await send(server, statusUrl)).status, 202);
  clock.pass(3.5 * 24 * 3600);
  assert.equal((await send(server, statusUrl)).status, 200);
});

test('Retry-After is seconds, an HTTP date, absurd, or absent (rule 25)', async () => {
  const retryAfterSeconds = 90;
  const said = async (retryAfter: 'seconds' | 'http-date' | 'epoch-milliseconds' | 'none') => {
    const { server } = anHl7Server({ ...slow, retryAfter, retryAfterSeconds });
    return (await send(server, await started(server))).headers['retry-after'];
  };
  assert.equal(await said('seconds'), '90');
  assert.equal(await said('http-date'), 'Thu, 01 Jan 2026 01:01:30 GMT');
  assert.equal(await said('epoch-milliseconds'), `${Date.parse('2026-01-01T01:01:30Z')}`);
  assert.equal(await said('none'), undefined);
});

test('X-Progress is any text, or none (rule 26)', async () => {
  for (const text of ['on its way', undefined]) {
    const { server } = anHl7Server({ ...slow, progressText: () => text });
    const { headers } = await send(server, await started(server));
    assert.deepEqual([headers['x-progress'], 'x-progress' in headers], [text, text !== undefined]);
  }
});

test('with separate status the HTTP status is the request’s and a header has the job’s (rules 16, 30)', async () => {
  for (const version of ['v3', 'v4'] as const) {
    const { server } = anHl7Server({ ...slow, version, post: true, separateStatus: true });
    const { headers } = await kickedOff(server, '/fhir/$export', separatelyByPost);
    assert.equal(headers['preference-applied'], 'respond-async, separate-export-status');
    const statusUrl = headers['content-location'] ?? '';
    const running = await send(server, statusUrl);
    assert.deepEqual([running.status, running.headers['x-export-status']], [200, '202 Accepted']);
    assert.equal(running.text, '');
    for (let polls = 0; polls < 2; polls += 1) await send(server, statusUrl);
    const done = await send(server, statusUrl);
    assert.deepEqual([done.status, done.headers['x-export-status']], [200, '200 OK']);
    assert.ok(manifestIn(done).output.length > 0);
    await send(server, statusUrl, { method: 'DELETE' });
    assert.equal((await send(server, statusUrl)).status, 404);
  }
});

test('a failed job is 500 in the header of a response with 200 (rules 16, 30)', async () => {
  const faults = [{ on: 'job', failure: 'fails' }] as const;
  const { server } = anHl7Server({ ...slow, separateStatus: true, faults });
  const statusUrl = await started(server, '/fhir/$export', separately);
  await send(server, statusUrl);
  const failed = await send(server, statusUrl);
  assert.equal(failed.status, 200);
  assert.equal(failed.headers['x-export-status'], '500 Internal Server Error');
  assert.equal(codeOf(failed), 'processing');
});

test('separate status is not applied in v2, or without support by server or client (rule 16)', async () => {
  for (const [options, asked] of [
    [{ version: 'v2', separateStatus: true }, separately],
    [{ separateStatus: false }, separately],
    [{ separateStatus: true }, {}],
  ] as const) {
    const { server } = anHl7Server({ ...slow, ...options });
    const { headers } = await kickedOff(server, '/fhir/$export', asked);
    assert.equal(headers['preference-applied'], undefined);
    const running = await send(server, headers['content-location'] ?? '');
    assert.deepEqual([running.status, running.headers['x-export-status']], [202, undefined]);
  }
});

test('a failing job is 500 halfway, with an issue that is not transient (rule 28)', async () => {
  const faults = [{ on: 'job', failure: 'fails' }] as const;
  const { server } = anHl7Server({ ...slow, faults });
  const statusUrl = await started(server);
  assert.equal((await send(server, statusUrl)).status, 202);
  for (let polls = 0; polls < 2; polls += 1) {
    const failed = await send(server, statusUrl);
    assert.deepEqual([failed.status, codeOf(failed)], [500, 'processing']);
  }
});

test('a job is 404 when it is forgotten, unknown, or after DELETE (rule 32)', async () => {
  const faults = [{ on: 'job', times: 1, failure: 'forgotten' }] as const;
  const { server } = anHl7Server({ ...slow, faults });
  const forgotten = await started(server);
  assert.equal((await send(server, forgotten)).status, 202);
  assert.equal((await send(server, forgotten)).status, 404);
  assert.equal((await send(server, '/fhir/jobs/none')).status, 404);
  const deleted = await started(server);
  assert.equal((await send(server, deleted, { method: 'DELETE' })).status, 202);
  assert.equal((await send(server, deleted)).status, 404);
  assert.equal((await send(server, deleted, { method: 'DELETE' })).status, 404);
});

test('where DELETE is not supported, it is refused and the job continues (O5)', async () => {
  for (const cancel of [403, 404, 501] as const) {
    const { server } = anHl7Server({ ...slow, cancel });
    const statusUrl = await started(server);
    assert.equal((await send(server, statusUrl, { method: 'DELETE' })).status, cancel);
    assert.equal((await send(server, statusUrl)).status, 202);
  }
});
