import type { Dialect } from '../dialect.ts';
import { bulkDataKickOff, settingsOf } from './kick-off.ts';
import { readBulkDataManifest } from './manifest.ts';
import { readKickOff } from './read-kick-off.ts';
import { readBulkDataStatus } from './status.ts';

/**
 * Any server of the HL7 Bulk Data Access guide, v2 to the ballot of v4; how it is asked, the source's
 * `bulkData` says. DELETE ends a job, and tells that a finished one is done with (rule 48).
 */
export const bulkData: Dialect = {
  serves: 'jobs',
  wantsCapabilities: (source) => ['discover', 'v4'].includes(settingsOf(source).version),
  kickOff: bulkDataKickOff,
  readKickOff,
  readStatus: readBulkDataStatus,
  readManifest: readBulkDataManifest,
  deletes: { running: true, finished: true },
};
