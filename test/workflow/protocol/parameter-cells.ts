import assert from 'node:assert/strict';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { NOT_BULK_DATA, ONE_UP } from './columns.ts';
import { at, type Exported, kickOff, refused, sent } from './feature.ts';

/** Proves the values of one parameter of the kick-off, in its query or its Parameters. */
export const asks = (name: string, values: unknown[]) => (exported: Exported) =>
  assert.deepEqual(sent(kickOff(exported), name), values);

/** A parameter that v2 does not have. */
export const tooNew = (request: Partial<ExportRequest>, field: string) =>
  refused({
    request,
    by: new RegExp(`^SettingsInvalid: ${field} \\(since v3\\): not in Bulk Data v2`),
  });

/** Neither 1upHealth nor a publication supports this parameter. */
export const notNarrowed = (request: Partial<ExportRequest>, field: string) => ({
  'bulk-publish': refused({
    request,
    by: new RegExp(`^SettingsInvalid: .*${field}.*: a publication can be narrowed by types only`),
  }),
  ...at(ONE_UP, () =>
    refused({
      request,
      by: new RegExp(`^SettingsInvalid: .*${field}.*: not supported by 1upHealth`),
    }),
  ),
});

/** Settings of `bulkData`, which other dialects do not have. */
export const notSet = (bulkData: object) =>
  at(NOT_BULK_DATA, () =>
    refused({ bulkData, by: /^SettingsInvalid: .*bulkData: only for the dialect "bulk-data"/s }),
  );
