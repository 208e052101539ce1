import { NotABulkServer } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { Dialect } from '../dialect.ts';
import { bulkPublishKickOff } from './kick-off.ts';
import { isPage, readPublishManifest } from './manifest.ts';

/**
 * A publication of the HL7 Bulk Data guide, v4 ballot (publish.html): a static manifest at
 * `[base]/$bulk-publish`, which any web server can serve. There is no job: nothing to poll, nothing to
 * delete, and nothing but the publication itself to ask for.
 */
export const bulkPublish: Dialect = {
  serves: 'publication',
  wantsCapabilities: () => false,
  kickOff: bulkPublishKickOff,
  readKickOff({ status, text }) {
    if (status === 200 && isPage(parseJsonObject(text))) return { kind: 'manifest' };
    throw new NotABulkServer(`$bulk-publish was answered ${status} without a manifest`);
  },
  readStatus: () => ({ kind: 'failed', reason: 'a publication has no job to ask for' }),
  readManifest: readPublishManifest,
  deletes: { running: false, finished: false },
};
