import { SettingsInvalid } from '../../runtime/errors.ts';
import type { ExportRequest } from '../../settings/export-request.ts';
import { withoutTrailingSlash } from '../../settings/http-url.ts';
import type { Source } from '../../settings/source.ts';
import type { KickOffCall } from '../dialect.ts';

const narrowing = [
  'until',
  'typeFilters',
  'elements',
  'patients',
  'includeAssociatedData',
  'organizeOutputBy',
  'parameters',
] as const satisfies (keyof ExportRequest)[];

/** Neither absent nor empty. */
const isSet = (value: ExportRequest[(typeof narrowing)[number]]) =>
  value !== undefined && Object.keys(value).length > 0;

/**
 * 1upHealth's kick-off: GET `$export`, `_type` as a comma list without spaces, `_since`; no other
 * parameter and no header is documented (1up 5). Throws SettingsInvalid for the patient level
 * and for whatever else would narrow the export, as 1upHealth documents none of it.
 */
export function oneUpKickOff(
  source: Pick<Source, 'baseUrl'>,
  request: ExportRequest,
  since: string | null,
): KickOffCall {
  if (request.level === 'patient')
    throw new SettingsInvalid('level: 1upHealth exports by system or group, not by patient level');
  const more = narrowing.filter((field) => isSet(request[field]));
  if (more.length > 0)
    throw new SettingsInvalid(`${more.join(', ')}: 1upHealth knows no such parameter`);
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
