import { systemClock } from '../runtime/clock.ts';
import type { Aws } from './aws.ts';
import { environment } from './environment.ts';
import type { Observability } from './observability.ts';
import type { MakePutData } from './s3/put-data.ts';
import { s3Storage } from './s3/s3-storage.ts';

/** What every step needs: the bucket, the time, the log. Who writes data files says how they are sent. */
export const lakeDeps = (aws: Aws, { log }: Observability, makePutData?: MakePutData) => ({
  storage: s3Storage(aws, environment('BUCKET'), makePutData),
  clock: systemClock,
  log,
});
