import { SettingsInvalid } from '../../runtime/errors.ts';
import { BulkData, type BulkDataVersion } from '../../settings/bulk-data.ts';
import type { ExportRequest } from '../../settings/export-request.ts';
import { withoutTrailingSlash } from '../../settings/http-url.ts';
import type { Source } from '../../settings/source.ts';
import type { Capabilities } from '../capabilities.ts';
import type { KickOffCall } from '../dialect.ts';
import { toCommaQuery, toParametersResource, toRepeatedQuery } from './encode-parameters.ts';
import { parametersOf } from './parameters.ts';
import { refuseBarred, refuseUnknown } from './refuse-unsupported.ts';

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
  refuseUnknown(parameters, settings, version);
  refuseBarred(request, capabilities);
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
