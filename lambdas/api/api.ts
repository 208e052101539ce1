import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Sources } from '../settings/sources.ts';
import type { Executions } from '../workflow/executions.ts';

/** What the API needs from outside. */
export type ApiDeps = {
  sources: Sources;
  storage: Storage;
  /** Name of the bucket behind `storage`, for the `s3://` addresses of files. */
  bucket: string;
  executions: Executions;
  clock: Pick<Clock, 'now'>;
  /** As `Math.random`. */
  random: () => number;
  log: Log;
};

/** The header that names the export's status resource. */
export const locationOf = (exportId: string) => ({ location: `/exports/${exportId}` });
