import { systemClock } from '../clock.ts';
import type { Aws } from './aws.ts';
import { environment } from './environment.ts';
import type { Observability } from './observability.ts';
import { s3Storage } from './s3/s3-storage.ts';

/** What every step needs: the bucket, the time, the log. */
export const lakeDeps = (aws: Aws, { log }: Observability) => ({
  storage: s3Storage(aws, environment('BUCKET')),
  clock: systemClock,
  log,
});
