import { SettingsInvalid } from '../errors.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import type { Source } from '../settings/source.ts';
import type { KickOffCall } from './dialect.ts';

/**
 * 1upHealth's kick-off: GET `$export`, `_type` as a comma list without spaces, `_since`; no other
 * parameter and no header is documented (oneup-api 5). Throws SettingsInvalid for the patient level,
 * which 1upHealth does not document.
 */
export function oneUpKickOff(
  source: Pick<Source, 'baseUrl'>,
  request: ExportRequest,
  since: string | null,
): KickOffCall {
  if (request.level === 'patient')
    throw new SettingsInvalid('level: 1upHealth exports by system or group, not by patient level');
  const base = source.baseUrl.replace(/\/$/, '');
  const group = request.group ? `/Group/${encodeURIComponent(request.group)}` : '';
  const parameters = [
    ...(request.types.length ? [`_type=${request.types.join(',')}`] : []),
    ...(since ? [`_since=${encodeURIComponent(since)}`] : []),
  ];
  const query = parameters.length ? `?${parameters.join('&')}` : '';
  return { url: `${base}${group}/$export${query}`, headers: { accept: 'application/json' } };
}
