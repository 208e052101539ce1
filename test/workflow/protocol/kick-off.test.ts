import assert from 'node:assert/strict';
import { tooManyRequests } from '../../../local/servers/faults/error-responses.ts';
import { BULK_DATA, COLUMNS, GET_VERSIONS, ONE_UP, SINCE_V3 } from './columns.ts';
import { at, feature, kickOff, refused, requestsTo, sent, works } from './feature.ts';
import { notSet } from './parameter-cells.ts';

const TWO = { types: ['Patient', 'Coverage'] };

feature('kick-off by GET, a comma list', {
  ...at([...GET_VERSIONS, ...ONE_UP], () =>
    works({
      request: TWO,
      shows(exported) {
        const { method, url } = kickOff(exported);
        assert.deepEqual([method, url.search], ['GET', '?_type=Patient,Coverage']);
      },
    }),
  ),
  'bulk-data v4': refused({
    bulkData: { kickOff: 'get' },
    by: /^SettingsInvalid: bulkData\.kickOff: Bulk Data v4 takes no "get"/,
  }),
});

feature('kick-off by GET, repeated parameters', {
  ...at(GET_VERSIONS, () =>
    works({
      bulkData: { kickOff: 'get-repeated' },
      request: TWO,
      shows: (exported) =>
        assert.equal(kickOff(exported).url.search, '?_type=Patient&_type=Coverage'),
    }),
  ),
  'bulk-data v4': refused({
    bulkData: { kickOff: 'get-repeated' },
    by: /^SettingsInvalid: bulkData\.kickOff: Bulk Data v4 takes no "get-repeated"/,
  }),
  ...notSet({ kickOff: 'get-repeated' }),
});

feature('kick-off by POST of Parameters', {
  ...at(BULK_DATA, () =>
    works({
      bulkData: { kickOff: 'post' },
      server: () => ({ post: true }),
      request: TWO,
      shows(exported) {
        const call = kickOff(exported);
        assert.deepEqual([call.method, call.url.search], ['POST', '']);
        assert.deepEqual(sent(call, '_type'), TWO.types);
      },
    }),
  ),
  ...notSet({ kickOff: 'post' }),
});

feature('version found from the CapabilityStatement', {
  ...at(BULK_DATA, (column) =>
    works({
      bulkData: { version: 'discover' },
      shows(exported) {
        assert.equal(requestsTo(exported, /\/metadata$/).length, 1);
        const method = column === 'bulk-data v4' ? 'POST' : 'GET';
        assert.equal(kickOff(exported).method, method);
      },
    }),
  ),
  ...notSet({ version: 'discover' }),
});

feature('an operation that is named after its version', {
  'bulk-data v4': works({
    server: () => ({ operation: 'export-v4' }),
    shows: (exported) =>
      assert.deepEqual(requestsTo(exported, /\$export/), ['POST /fhir/$export-v4']),
  }),
});

feature('handling=lenient', {
  ...at(BULK_DATA, () =>
    works({
      bulkData: { lenient: true, outputFormat: 'application/fhir+ndjson' },
      server: () => ({ unsupported: ['_outputFormat'] }),
      shows(exported) {
        assert.match(kickOff(exported).headers.prefer ?? '', /, handling=lenient/);
        const reported = exported.result.files.filter(({ type }) => type === 'bulk_outcome');
        assert.deepEqual(
          reported.map(({ lines }) => lines),
          [1],
        );
      },
    }),
  ),
  ...notSet({ lenient: true }),
});

feature('separate-export-status', {
  'bulk-data v2': refused({
    bulkData: { separateExportStatus: true },
    by: /^SettingsInvalid: bulkData\.separateExportStatus \(since v3\): not in Bulk Data v2/,
  }),
  ...at(SINCE_V3, () =>
    works({
      bulkData: { separateExportStatus: true },
      server: () => ({ separateStatus: true }),
      // Each status is 200 then: without the header, the first one would be the end.
      shows(exported) {
        assert.match(kickOff(exported).headers.prefer ?? '', /, separate-export-status/);
        assert.ok(requestsTo(exported, /\/jobs\//).length > 2);
      },
    }),
  ),
  ...notSet({ separateExportStatus: true }),
});

feature('busy at kick-off (429)', {
  ...at(COLUMNS, () =>
    works({
      faults: () => [{ on: 'kick-off', times: 2, intercept: tooManyRequests('90') }],
      shows: (exported) => assert.equal(requestsTo(exported, /\$(export|bulk-publish)$/).length, 3),
    }),
  ),
});
