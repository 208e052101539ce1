import type { Clock } from '../shared/clock.ts';
import type { Executions } from '../shared/executions.ts';
import type { Log } from '../shared/log.ts';
import type { Sources } from '../shared/settings/sources.ts';
import type { Storage } from '../shared/storage.ts';

/** What the API reaches the world through. */
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
