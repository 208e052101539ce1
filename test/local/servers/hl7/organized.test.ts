import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import { packBlocks } from '../../../../local/servers/hl7/organized-files.ts';
import { expected } from '../expected.ts';
import { send } from '../send.ts';
import { anHl7Server, finished, posting, resourcesIn } from './hl7-server.ts';

const organize = { name: 'organizeOutputBy', valueString: 'Patient' };
const asked = { v3: {}, v4: posting(organize) };
const paths = { v3: '?organizeOutputBy=Patient', v4: '' };

const headerOf = (resource: Record<string, unknown> | undefined) =>
  resource?.resourceType === 'Parameters'
    ? /"name":"header","valueReference":\{"reference":"Patient\/([^"]+)"/.exec(
        JSON.stringify(resource),
      )?.[1]
    : undefined;

test('files by Patient have no type; each block is a header, the patient, and the compartment (rule 38)', async () => {
  for (const version of ['v3', 'v4'] as const) {
    const { server, population, clock, groups } = anHl7Server({ version, linesPerFile: 200 });
    const members = population.patientIds(5);
    groups.write('g1', groupOf(members));
    const path = `/fhir/Group/g1/$export${paths[version]}`;
    const { output, outputOrganizedBy } = await finished(server, path, asked[version]);
    assert.equal(outputOrganizedBy, 'Patient');
    const got: Record<string, string[]> = {};
    for (const { type, url, count } of output) {
      const lines = (await send(server, url)).text.split('\n').slice(0, -1);
      const resources = lines.map((line) => resourcesIn(line)[0]);
      assert.ok(headerOf(resources[0]), 'a file begins with a header');
      assert.equal(type, undefined);
      assert.equal(resources.filter((each) => !headerOf(each)).length, count);
      let patient = '';
      for (const [nth, resource] of resources.entries()) {
        const header = headerOf(resource);
        if (header) patient = header;
        else got[patient] = [...(got[patient] ?? []), lines[nth] ?? ''];
      }
    }
    assert.deepEqual(Object.keys(got), members);
    for (const [patient, lines] of Object.entries(got)) {
      const window = { until: clock.now(), patients: new Set([patient]) };
      const wanted = Object.values(expected(population, window)).join('').split('\n').slice(0, -1);
      assert.equal(resourcesIn(lines[0])[0]?.id, patient);
      assert.deepEqual(lines.toSorted(), wanted.toSorted());
    }
  }
});

test('a block too large for a file is split, and the manifest says where it continues (rule 38)', async () => {
  const { server } = anHl7Server({ linesPerFile: 10 });
  const { output } = await finished(server, '/fhir/Patient/$export?organizeOutputBy=Patient');
  const headers: string[] = [];
  for (const { url } of output) {
    const all = resourcesIn((await send(server, url)).text).map(headerOf);
    headers.push(all[0] ?? '');
    assert.ok(all.filter((header) => header === undefined).length <= 10);
  }
  const continued = output.flatMap(({ continuesInFile }, nth) => (continuesInFile ? [nth] : []));
  assert.ok(continued.length > 0);
  for (const nth of continued) {
    assert.equal(output[nth]?.continuesInFile, output[nth + 1]?.url);
    assert.equal(headers[nth], headers[nth + 1]);
  }
  const ends = output.flatMap(({ continuesInFile }, nth) => (continuesInFile ? [] : [nth]));
  for (const nth of ends.slice(0, -1)) assert.notEqual(headers[nth], headers[nth + 1]);
});

test('whole blocks share a file while they fit; a split one begins a file', () => {
  const block = (patient: string, count: number) => ({ patient, count });
  const files = packBlocks([block('a', 4), block('b', 5), block('c', 25), block('d', 5)], 10);
  assert.deepEqual(
    files.map((pieces) =>
      pieces.map(({ patient, slice, continues }) => [patient, slice.from, slice.to, continues]),
    ),
    [
      [
        ['a', 0, 4, false],
        ['b', 0, 5, false],
      ],
      [['c', 0, 10, true]],
      [['c', 10, 20, true]],
      [
        ['c', 20, 25, false],
        ['d', 0, 5, false],
      ],
    ],
  );
});
