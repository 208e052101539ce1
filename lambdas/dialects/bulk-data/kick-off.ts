import { SettingsInvalid } from '../../runtime/errors.ts';
import { BulkData, type BulkDataVersion } from '../../settings/bulk-data.ts';
import { type ExportRequest, filterParameters, filterType } from '../../settings/export-request.ts';
import { withoutTrailingSlash } from '../../settings/http-url.ts';
import type { Source } from '../../settings/source.ts';
import type { Capabilities, KickOffCall } from '../dialect.ts';
import {
  type Parameter,
  parametersOf,
  toCommaQuery,
  toParametersResource,
  toRepeatedQuery,
} from './parameters.ts';

const FHIR_JSON = 'application/fhir+json';

/** The source's options; without `bulkData` all defaults. */
export const optionsOf = (source: Pick<Source, 'bulkData'>): BulkData =>
  source.bulkData ?? BulkData.parse({});

/**
 * The kick-off of the HL7 guide at the requested level (rules 12–20). Throws SettingsInvalid for whatever
 * the server's version does not support; nothing is left out silently.
 */
export function bulkDataKickOff(
  source: Pick<Source, 'baseUrl' | 'bulkData'>,
  request: ExportRequest,
  since: string | null,
  capabilities: Capabilities,
): KickOffCall {
  const settings = optionsOf(source);
  const version = settings.version === 'discover' ? capabilities.version : settings.version;
  const form = formOf(settings, request, version);
  const parameters = parametersOf({ request, since, settings, version });
  refuseUnsupportedParameters(parameters, settings, version);
  refuseUnsupportedFeatures(request, capabilities);
  const base = withoutTrailingSlash(source.baseUrl);
  const url = `${base}${levelPath(request)}/$${operationOf(version, capabilities)}`;
  const headers = { accept: FHIR_JSON, prefer: preferences(settings) };
  if (form === 'post') {
    const body = toParametersResource(parameters);
    return { method: 'POST', url, headers: { ...headers, 'content-type': FHIR_JSON }, body };
  }
  const query = form === 'get' ? toCommaQuery(parameters) : toRepeatedQuery(parameters);
  return { method: 'GET', url: query ? `${url}?${query}` : url, headers };
}

/** v4 supports only POST (rule 13), and only POST supports `patient` (rule 18). */
function formOf(settings: BulkData, request: ExportRequest, version: BulkDataVersion) {
  const form = settings.kickOff ?? (version === 'v4' ? 'post' : 'get');
  if (form === 'post') return form;
  if (version === 'v4')
    throw new SettingsInvalid(
      `bulkData.kickOff: Bulk Data v4 takes no "${form}"; set "post", or an earlier bulkData.version`,
    );
  if (request.patients.length > 0)
    throw new SettingsInvalid('patients: only supported by POST; set bulkData.kickOff to "post"');
  return form;
}

function levelPath({ level, group = '' }: ExportRequest): string {
  if (level === 'system') return '';
  return level === 'patient' ? '/Patient' : `/Group/${encodeURIComponent(group)}`;
}

/** The server's own name for the operation, if that is of the same version (rule 24). */
const operationOf = (version: BulkDataVersion, capabilities: Capabilities) =>
  capabilities.version === version ? capabilities.operation : 'export';

/** The values of the `Prefer` header (rules 15–17). */
const preferences = ({ lenient, separateExportStatus }: BulkData) =>
  [
    'respond-async',
    ...(lenient ? ['handling=lenient'] : []),
    ...(separateExportStatus ? ['separate-export-status'] : []),
  ].join(', ');

/**
 * Throws SettingsInvalid for parameters that the server's version lacks: a server that ignores a
 * parameter exports more than requested (rules 16, 18).
 */
function refuseUnsupportedParameters(
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

/** Throws SettingsInvalid for what the server's CapabilityStatement excludes from exports (rule 24). */
function refuseUnsupportedFeatures(
  request: ExportRequest,
  { unsupported = [] }: Capabilities,
): void {
  const searches = request.typeFilters.flatMap((filter) =>
    filterParameters(filter).map((name) => ({
      field: 'typeFilters',
      what: `${filterType(filter)}?${name}`,
    })),
  );
  const types = request.types.map((what) => ({ field: 'types', what }));
  const found = [...types, ...searches].find(({ what }) =>
    unsupported.some((feature) => feature.level === request.level && feature.what === what),
  );
  if (found)
    throw new SettingsInvalid(
      `${found.field}: the server does not support ${found.what} in a ${request.level} export`,
    );
}
