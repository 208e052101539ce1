import type { Answer } from '../../fhir-server/answer.ts';
import { NotABulkServer, SettingsInvalid } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { ExportRequest } from '../../settings/export-request.ts';
import { withoutTrailingSlash } from '../../settings/http-url.ts';
import type { Source } from '../../settings/source.ts';
import type { Dialect, KickOffAnswer, KickOffCall } from '../dialect.ts';
import { readOneUpManifest } from './manifest.ts';
import { readOneUpStatus } from './status.ts';

const shared = {
  serves: 'jobs' as const,
  filesByClientHeaders: false,
  needsCapabilities: () => false,
  readStatus: readOneUpStatus,
  readManifest: readOneUpManifest,
};

/**
 * Single tenant: a job with a status to poll, links in `file`, files by client headers only (1up 3–6).
 * DELETE of a finished job is not documented.
 */
export const oneUpSte: Dialect = {
  ...shared,
  filesByClientHeaders: true,
  kickOff: oneUpKickOff,
  readKickOff: accepted,
  deletes: { running: true, finished: false },
};

/** Multi tenant: the kick-off returns the list of files; group exports by client headers only (1up 3, 7). */
export const oneUpMte: Dialect = {
  ...shared,
  kickOff(source, request, since) {
    if (request.level === 'group' && source.auth.kind !== 'client-headers')
      throw new SettingsInvalid('auth: 1up multi tenant exports groups to client-headers only');
    return oneUpKickOff(source, request, since);
  },
  readKickOff: listed,
  deletes: { running: false, finished: false },
};

/** Gateway: documented as both, so the response decides; DELETE is answered 403 (1up 4). */
export const oneUpGateway: Dialect = {
  ...shared,
  kickOff: oneUpKickOff,
  readKickOff: (answer) => (answer.headers['content-location'] ? accepted(answer) : listed(answer)),
  deletes: { running: false, finished: false },
};

/** With any status, as long as there is a Content-Location. */
function accepted(answer: Answer): KickOffAnswer {
  const statusLink = answer.headers['content-location'];
  if (statusLink) return { kind: 'accepted', statusLink, statusHeader: false };
  throw new NotABulkServer(`the kick-off was answered ${answer.status} without Content-Location`);
}

function listed(answer: Answer): KickOffAnswer {
  if (Array.isArray(parseJsonObject(answer.text)?.output)) return { kind: 'manifest' };
  throw new NotABulkServer(`the kick-off was answered ${answer.status} without a list of files`);
}

/** Fields of a request that would narrow an export and that 1upHealth does not document. */
const UNSUPPORTED = [
  'until',
  'typeFilters',
  'elements',
  'patients',
  'includeAssociatedData',
  'organizeOutputBy',
  'parameters',
] as const satisfies (keyof ExportRequest)[];

/** Neither absent nor empty. */
const isSet = (value: ExportRequest[(typeof UNSUPPORTED)[number]]) =>
  value !== undefined && Object.keys(value).length > 0;

/**
 * 1upHealth's kick-off: GET `$export` with `_type`, a comma-separated list without spaces, and `_since`;
 * no other parameter and no header is documented (1up 5). Throws SettingsInvalid for the patient level
 * and for any other field that would narrow the export.
 */
export function oneUpKickOff(
  source: Pick<Source, 'baseUrl'>,
  request: ExportRequest,
  since: string | null,
): KickOffCall {
  if (request.level === 'patient')
    throw new SettingsInvalid('level: 1upHealth exports by system or group, not by patient level');
  const more = UNSUPPORTED.filter((field) => isSet(request[field]));
  if (more.length > 0) throw new SettingsInvalid(`${more.join(', ')}: not supported by 1upHealth`);
  const base = withoutTrailingSlash(source.baseUrl);
  const group = request.group ? `/Group/${encodeURIComponent(request.group)}` : '';
  const parameters = [
    ...(request.types.length ? [`_type=${request.types.join(',')}`] : []),
    ...(since ? [`_since=${encodeURIComponent(since)}`] : []),
  ];
  const query = parameters.length ? `?${parameters.join('&')}` : '';
  const headers = { accept: 'application/json' };
  return { method: 'GET', url: `${base}${group}/$export${query}`, headers };
}
