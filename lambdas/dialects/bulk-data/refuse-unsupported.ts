import { SettingsInvalid } from '../../runtime/errors.ts';
import type { BulkData, BulkDataVersion } from '../../settings/bulk-data.ts';
import { type ExportRequest, filterParameters, filterType } from '../../settings/export-request.ts';
import type { Capabilities } from '../capabilities.ts';
import type { Parameter } from './parameters.ts';

/**
 * Refuses what the server's version of the guide does not know, since a server that passes over a
 * parameter exports more than was asked for (K8, rules 16, 18). Throws SettingsInvalid.
 */
export function refuseUnknown(
  parameters: readonly Parameter[],
  settings: BulkData,
  version: BulkDataVersion,
): void {
  const asked = [
    ...parameters,
    ...(settings.separateExportStatus
      ? [{ field: 'bulkData.separateExportStatus', firstIn: 'v3' as const }]
      : []),
  ];
  const tooNew = asked.filter(({ firstIn }) => firstIn > version);
  if (tooNew.length === 0) return;
  const fields = tooNew.map(({ field, firstIn }) => `${field} (since ${firstIn})`);
  throw new SettingsInvalid(
    `${fields.join(', ')}: not in Bulk Data ${version}; if the server knows it, set bulkData.version`,
  );
}

/** Refuses what the server's own statement bars from a bulk export (rule 24). Throws SettingsInvalid. */
export function refuseBarred(request: ExportRequest, { barred = [] }: Capabilities): void {
  const searches = request.typeFilters.flatMap((filter) =>
    filterParameters(filter).map((name) => ({
      field: 'typeFilters',
      what: `${filterType(filter)}?${name}`,
    })),
  );
  const types = request.types.map((what) => ({ field: 'types', what }));
  const found = [...types, ...searches].find(({ what }) =>
    barred.some((bar) => bar.level === request.level && bar.what === what),
  );
  if (found)
    throw new SettingsInvalid(
      `${found.field}: the server does not support ${found.what} in a ${request.level} export`,
    );
}
