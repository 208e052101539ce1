import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BulkServer } from '../../../../local/servers/http/server.ts';
import { expected } from '../expected.ts';
import { send } from '../send.ts';
import {
  anHl7Server,
  type Entry,
  finished,
  type Manifest,
  manifestIn,
  started,
  texts,
} from './hl7-server.ts';

const ALLOWED = '/fhir/$export?allowPartialManifests=true';
const slow = { linesPerFile: 100, duration: { polls: 12, seconds: 1e9 } };

/** Every page of a job that is done. */
async function pages(server: BulkServer, first: Manifest): Promise<Manifest[]> {
  const [link] = first.link ?? [];
  if (!link) return [first];
  const answer = await send(server, link.url);
  assert.equal(answer.status, 200);
  return [first, ...(await pages(server, manifestIn(answer)))];
}

test('the manifest of a finished job has pages, which differ only in their files (rule 37)', async () => {
  const { server, population, clock } = anHl7Server({
    linesPerFile: 100,
    filesPerPage: 7,
    outcomes: ['warning'],
    deletions: { count: 1, to: 'everybody' },
  });
  const listed = await pages(server, await finished(server, ALLOWED));
  assert.ok(listed.length > 3);
  assert.ok(listed.slice(0, -1).every(({ output }) => output.length === 7));
  const urls = listed.flatMap(({ output }) => output.map(({ url }) => url));
  assert.equal(new Set(urls).size, urls.length);
  const all = listed.flatMap(({ output }) => output);
  assert.deepEqual(await texts(server, all), expected(population, { until: clock.now() }));
  const [first, ...others] = listed.map(({ output: _, link: __, deleted: ___, ...rest }) => rest);
  for (const other of others) assert.deepEqual(other, first);
  assert.deepEqual(
    listed.map(({ deleted = [] }) => deleted.length),
    [1, ...others.map(() => 0)],
  );
});

test('without pages, or with few files, there is no link (rule 37)', async () => {
  for (const options of [{}, { filesPerPage: 1000 }]) {
    const { server } = anHl7Server(options);
    assert.equal((await finished(server, ALLOWED)).link, undefined);
  }
});

test('with partial manifests a page is 202 while the job runs, first without a link, then with one (rule 37)', async () => {
  const options = { ...slow, filesPerPage: 7, partialManifests: true };
  const { server } = anHl7Server(options);
  const statusUrl = await started(server, ALLOWED);
  const seen: { status: number; page: Manifest | undefined }[] = [];
  for (let polls = 0; polls < 12; polls += 1) {
    const answer = await send(server, statusUrl);
    seen.push({ status: answer.status, page: answer.text ? manifestIn(answer) : undefined });
  }
  const shapes = seen.map(({ status, page }) =>
    [status, page ? 'page' : 'nothing', page?.link ? 'link' : 'end'].join(' '),
  );
  const order = [...new Set(shapes)];
  assert.deepEqual(order, ['202 nothing end', '202 page end', '202 page link', '200 page link']);
  const listed = seen.flatMap(({ page }) => (page ? [page] : []));
  for (const { output, link: _, ...rest } of listed)
    assert.deepEqual({ output, ...rest }, { ...listed[0] }, 'a page only ever gains its link');
});

test('a page’s URL is a status URL, and its files can be fetched at once (rule 37)', async () => {
  const { server, population, clock } = anHl7Server({
    ...slow,
    filesPerPage: 7,
    partialManifests: true,
  });
  const got: Entry[] = [];
  const statuses: number[] = [];
  let url: string | undefined = await started(server, ALLOWED);
  for (let polls = 0; url !== undefined && polls < 60; polls += 1) {
    const { status, text } = await send(server, url);
    statuses.push(status);
    const page: Manifest | undefined = text ? manifestIn({ text }) : undefined;
    if (page?.link || (page && status === 200)) {
      await texts(server, page.output);
      got.push(...page.output);
      url = page.link?.[0].url;
    }
  }
  assert.equal(url, undefined);
  assert.ok(statuses.indexOf(200) > 4, 'most pages were listed while the job ran');
  assert.deepEqual(await texts(server, got), expected(population, { until: clock.now() }));
});

test('a page that is not ready is 202 with no body, one that never will be is 404 (rule 37)', async () => {
  const { server } = anHl7Server({ ...slow, filesPerPage: 7, partialManifests: true });
  const statusUrl = await started(server, ALLOWED);
  const second = await send(server, `${statusUrl}/pages/2`);
  assert.deepEqual([second.status, second.text], [202, '']);
  for (const page of ['0', '1000', 'x'])
    assert.equal((await send(server, `${statusUrl}/pages/${page}`)).status, 404);
});

test('partial manifests are only for clients that allow them (rule 37)', async () => {
  const { server } = anHl7Server({ ...slow, filesPerPage: 7, partialManifests: true });
  for (const path of ['/fhir/$export', '/fhir/$export?allowPartialManifests=false']) {
    const statusUrl = await started(server, path);
    for (let polls = 0; polls < 11; polls += 1)
      assert.deepEqual((await send(server, statusUrl)).text, '');
    assert.equal((await send(server, statusUrl)).status, 200);
  }
});

test('with separate status a partial manifest is 200 with 202 in the header (rules 30, 37)', async () => {
  const { server } = anHl7Server({
    ...slow,
    filesPerPage: 7,
    partialManifests: true,
    separateStatus: true,
  });
  const headers = { prefer: 'respond-async, separate-export-status' };
  const statusUrl = await started(server, ALLOWED, { headers });
  for (let polls = 0; polls < 6; polls += 1) await send(server, statusUrl);
  const part = await send(server, statusUrl);
  assert.deepEqual([part.status, part.headers['x-export-status']], [200, '202 Accepted']);
  assert.ok(manifestIn(part).output.length > 0);
});
