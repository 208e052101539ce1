import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expected } from '../expected.ts';
import { anHl7Server, finished, posting, resourcesIn, texts } from './hl7-server.ts';

const asked = (version: 'v2' | 'v3' | 'v4') => (version === 'v4' ? posting() : {});
const SINCE = '?_since=2025-09-01T00:00:00Z';

test('v2 and v3 have request and error; v4 has neither, and has outcome (rules 33, 34)', async () => {
  for (const version of ['v2', 'v3', 'v4'] as const) {
    const { server } = anHl7Server({ version });
    const manifest = await finished(server, '/fhir/$export', asked(version));
    const isV4 = version === 'v4';
    assert.deepEqual(
      [manifest.request, manifest.error, manifest.outcome],
      isV4 ? [undefined, undefined, []] : ['https://analytics.example/fhir/$export', [], undefined],
    );
    assert.deepEqual([manifest.requiresAccessToken, manifest.deleted], [true, undefined]);
  }
});

test('an empty error list may be left out (rule 33)', async () => {
  const { server } = anHl7Server({ omitEmptyLists: true });
  assert.ok(!('error' in (await finished(server))));
});

test('counts are correct and optional; v4 also has correct sizes (rule 34)', async () => {
  const { server } = anHl7Server({ version: 'v4', linesPerFile: 100 });
  const { output } = await finished(server, '/fhir/$export', posting());
  assert.ok(output.filter(({ type }) => type === 'Observation').length > 3);
  for (const entry of output) {
    const text = Object.values(await texts(server, [entry])).join('');
    assert.equal(resourcesIn(text).length, entry.count);
    assert.equal(Buffer.byteLength(text), entry.fileSize);
  }
  const uncounted = anHl7Server({ counts: false }).server;
  for (const { count, fileSize } of (await finished(uncounted)).output)
    assert.deepEqual([count, fileSize], [undefined, undefined]);
});

test('outcomes of every severity are in one file, with countSeverity in v4 (rule 35)', async () => {
  const outcomes = ['warning', 'fatal', 'warning'] as const;
  for (const version of ['v3', 'v4'] as const) {
    const { server } = anHl7Server({ version, outcomes });
    const { error, outcome } = await finished(server, '/fhir/$export', asked(version));
    const [entry] = error ?? outcome ?? [];
    assert.equal(entry?.type, version === 'v3' ? 'OperationOutcome' : undefined);
    assert.equal(entry?.count, 3);
    const tally = [
      { code: 'warning', count: 2 },
      { code: 'fatal', count: 1 },
    ];
    assert.deepEqual(entry?.countSeverity, version === 'v4' ? tally : undefined);
    const [text] = Object.values(await texts(server, error ?? outcome));
    assert.deepEqual(
      resourcesIn(text).map(({ issue }) => issue),
      outcomes.map((severity) => [
        { severity, code: 'processing', diagnostics: 'something about this export' },
      ]),
    );
  }
});

test('with lenient handling each ignored parameter is reported (rule 17)', async () => {
  const { server, population, clock } = anHl7Server({ unsupported: ['_type'] });
  const headers = { prefer: 'respond-async, handling=lenient' };
  const path = '/fhir/$export?_type=Patient&_sort=id&_typeFilter=Patient?name:exact=A&_sort=x';
  const { output, error } = await finished(server, path, { headers });
  const all = expected(population, { until: clock.now() });
  assert.deepEqual(await texts(server, output), all);
  const [text] = Object.values(await texts(server, error));
  assert.deepEqual(
    resourcesIn(text).map(({ issue }) => issue),
    ['_type', '_sort', '_typeFilter'].map((name) => [
      { severity: 'warning', code: 'not-supported', diagnostics: `${name} was ignored` },
    ]),
  );
});

test('deletions are reported with _since, as Bundles of DELETE entries for resources in no other file (rule 36)', async () => {
  const { server } = anHl7Server({ deletions: { count: 12, to: 'since' } });
  assert.equal((await finished(server)).deleted, undefined);
  const { deleted, output } = await finished(server, `/fhir/$export${SINCE}&_type=Patient`);
  assert.deepEqual(
    deleted?.map(({ type, count }) => [type, count]),
    [['Bundle', 2]],
  );
  const bundles = resourcesIn((await texts(server, deleted)).Bundle);
  assert.deepEqual(new Set(bundles.map(({ type }) => type)), new Set(['transaction']));
  const entries = bundles.flatMap(({ entry }) => entry);
  const deletions = Array.from({ length: 12 }, (_, nth) => ({
    request: { method: 'DELETE', url: `Patient/deleted-${nth + 1}` },
  }));
  assert.deepEqual(entries, deletions);
  const ids = resourcesIn((await texts(server, output)).Patient).map(({ id }) => id);
  assert.ok(ids.length > 0 && ids.every((id) => !id?.startsWith('deleted-')));
});

test('deletions can be reported to every client; in v4 they have no type (rule 36)', async () => {
  const deletions = { count: 1, to: 'everybody' } as const;
  const { server } = anHl7Server({ version: 'v4', deletions });
  const { deleted } = await finished(server, '/fhir/$export', posting());
  assert.deepEqual([deleted?.length, deleted?.[0]?.type, deleted?.[0]?.count], [1, undefined, 1]);
});

test('extensions are an object in v2 and v3, a list in v4 (rule 39)', async () => {
  const url = 'https://server.example/batch';
  for (const version of ['v2', 'v3', 'v4'] as const) {
    const { server } = anHl7Server({ version, extension: { [url]: 'a' } });
    const { extension } = await finished(server, '/fhir/$export', asked(version));
    assert.deepEqual(extension, version === 'v4' ? [{ url, valueString: 'a' }] : { [url]: 'a' });
  }
});

test('links may be relative (M4)', async () => {
  const { server, population, clock } = anHl7Server({ relativeLinks: true });
  const { output } = await finished(server);
  assert.match(output[0]?.url ?? '', /^\/files\/[\w-]+\/1\/output-00001\.ndjson$/);
  assert.deepEqual(await texts(server, output), expected(population, { until: clock.now() }));
});

test('an export without changes lists nothing (M1)', async () => {
  const { server, clock } = anHl7Server();
  const since = clock.now().toISOString();
  assert.deepEqual((await finished(server, `/fhir/$export?_since=${since}`)).output, []);
});
