import { SettingsInvalid } from '../../runtime/errors.ts';
import type { ExportRequest } from '../../settings/export-request.ts';
import { withoutTrailingSlash } from '../../settings/http-url.ts';
import type { Source } from '../../settings/source.ts';
import type { KickOffCall } from '../dialect.ts';

/**
 * GET `[base]/$bulk-publish` (Bulk Data v4 ballot, publish.html, Manifest Request). It takes no
 * parameters, and gives nobody a part of what is published. Types are chosen from the manifest later;
 * whatever else would narrow the export throws SettingsInvalid.
 */
export function bulkPublishKickOff(
  { baseUrl }: Pick<Source, 'baseUrl'>,
  request: ExportRequest,
): KickOffCall {
  const { level, group: _, types: __, mode: ___, ...narrowing } = request;
  if (level !== 'system')
    throw new SettingsInvalid(
      'level: a publication is the same for everybody; leave the level out',
    );
  const more = Object.entries(narrowing).filter(([, value]) => isSet(value));
  if (more.length > 0)
    throw new SettingsInvalid(
      `${more.map(([field]) => field).join(', ')}: of a publication only types can be chosen`,
    );
  const url = `${withoutTrailingSlash(baseUrl)}/$bulk-publish`;
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}

/** Neither absent nor empty. */
const isSet = (value: string | object | undefined) =>
  value !== undefined && Object.keys(value).length > 0;
