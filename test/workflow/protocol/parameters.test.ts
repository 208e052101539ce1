import assert from 'node:assert/strict';
import { BULK_DATA, SINCE_V3 } from './columns.ts';
import { at, feature, refused, works } from './feature.ts';
import { asks, notNarrowed, notSet, tooNew } from './parameter-cells.ts';

const PROVENANCE = 'LatestProvenanceResources';
const provenance = { includeAssociatedData: [PROVENANCE] };

feature('includeAssociatedData', {
  ...at(BULK_DATA, (column) =>
    works({
      request: { ...provenance },
      shows(exported) {
        const system = 'http://hl7.org/fhir/uv/bulkdata/CodeSystem/include-associated-data';
        const code = column === 'bulk-data v4' ? { system, code: PROVENANCE } : PROVENANCE;
        asks('includeAssociatedData', [code])(exported);
        assert.ok(exported.result.files.some(({ type }) => type === 'Provenance'));
      },
    }),
  ),
  ...notNarrowed(provenance, 'includeAssociatedData'),
});

const byPatient = { organizeOutputBy: 'Patient' };

feature('organizeOutputBy: files organized by patient', {
  'bulk-data v2': tooNew(byPatient, 'organizeOutputBy'),
  ...at(SINCE_V3, () =>
    works({
      request: { ...byPatient, types: [], level: 'patient', until: '2025-02-01' },
      shows(exported) {
        asks('organizeOutputBy', ['Patient'])(exported);
        const types = new Set(exported.result.files.map(({ type }) => type));
        assert.deepEqual([...types], ['bulk_organized']);
      },
    }),
  ),
  ...notNarrowed(byPatient, 'organizeOutputBy'),
});

feature('allowPartialManifests: files while the job runs', {
  'bulk-data v2': refused({
    bulkData: { allowPartialManifests: true },
    by: /^SettingsInvalid: bulkData\.allowPartialManifests \(since v3\): not in Bulk Data v2/,
  }),
  ...at(SINCE_V3, (column) =>
    works({
      bulkData: { allowPartialManifests: true },
      server: () => ({
        ...{ partialManifests: true, linesPerFile: 5, filesPerPage: 2, retryAfterSeconds: 120 },
        duration: { polls: 1_000_000, seconds: 3600 },
      }),
      shows(exported) {
        asks('allowPartialManifests', [column === 'bulk-data v4' ? true : 'true'])(exported);
        const paths = exported.requests.map(({ url }) => url.pathname);
        const firstFile = paths.findIndex((path) => path.startsWith('/files/'));
        assert.ok(firstFile < paths.findLastIndex((path) => path.includes('/pages/')));
      },
    }),
  ),
  ...notSet({ allowPartialManifests: true }),
});

const NDJSON = 'application/fhir+ndjson';

feature('_outputFormat', {
  ...at(BULK_DATA, () =>
    works({ bulkData: { outputFormat: NDJSON }, shows: asks('_outputFormat', [NDJSON]) }),
  ),
  ...notSet({ outputFormat: NDJSON }),
});

const sizes = { minimumFileBytes: 1000, maximumFileBytes: 2000 };

feature('_minimumFileSize, _maximumFileSize', {
  ...at(['bulk-data v2', 'bulk-data v3'], () =>
    refused({
      bulkData: sizes,
      by: /^SettingsInvalid: bulkData\.minimumFileBytes \(since v4\), bulkData\.maximumFileBytes/,
    }),
  ),
  'bulk-data v4': works({
    bulkData: sizes,
    server: () => ({ extraParameters: ['_minimumFileSize', '_maximumFileSize'] }),
    shows(exported) {
      asks('_minimumFileSize', [1000])(exported);
      asks('_maximumFileSize', [2000])(exported);
    },
  }),
  ...notSet(sizes),
});

const custom = { parameters: { _facility: ['north', 'south'] } };

feature("parameters of the server's own", {
  ...at(BULK_DATA, () =>
    works({
      request: custom,
      server: () => ({ extraParameters: ['_facility'] }),
      shows: asks('_facility', ['north', 'south']),
    }),
  ),
  ...notNarrowed(custom, 'parameters'),
});
