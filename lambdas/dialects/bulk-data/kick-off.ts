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

/** How a source is asked; all by default where it does not say. */
export const settingsOf = (source: Pick<Source, 'bulkData'>): BulkData =>
  source.bulkData ?? BulkData.parse({});

/**
 * The kick-off of the HL7 guide, at the level asked for (rules 12–20). Throws SettingsInvalid for
 * what the server's version cannot be asked; nothing is ever left out in silence.
 */
export function bulkDataKickOff(
  source: Pick<Source, 'baseUrl' | 'bulkData'>,
  request: ExportRequest,
  since: string | null,
  capabilities: Capabilities,
): KickOffCall {
  const settings = settingsOf(source);
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

/** GET, and POST for v4, which knows nothing else (rule 13); `patient` only POST knows (rule 18). */
function formOf(settings: BulkData, request: ExportRequest, version: BulkDataVersion) {
  const form = settings.kickOff ?? (version === 'v4' ? 'post' : 'get');
  if (form === 'post') return form;
  if (version === 'v4')
    throw new SettingsInvalid(
      `bulkData.kickOff: Bulk Data v4 takes no "${form}"; set "post", or an earlier bulkData.version`,
    );
  if (request.patients.length > 0)
    throw new SettingsInvalid(
      'patients: can only be asked for by POST; set bulkData.kickOff to "post"',
    );
  return form;
}

function levelPath({ level, group = '' }: ExportRequest): string {
  if (level === 'system') return '';
  return level === 'patient' ? '/Patient' : `/Group/${encodeURIComponent(group)}`;
}

/** The server's name for the operation, where it is the one of the version that is spoken (rule 24). */
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
 * Refuses what the server's version of the guide does not know, since a server that passes over a
 * parameter exports more than was asked for (rules 16, 18). Throws SettingsInvalid.
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

/** Refuses what the server's own statement bars from a bulk export (rule 24). Throws SettingsInvalid. */
function refuseUnsupportedFeatures(
  request: ExportRequest,
  { unsupported: barred = [] }: Capabilities,
): void {
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
