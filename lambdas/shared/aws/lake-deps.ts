import { S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '../clock.ts';
import { environment } from './environment.ts';
import type { Observability } from './observability.ts';
import { s3Storage } from './s3-storage.ts';

/** What every step needs: the bucket, the time, the log. */
export const lakeDeps = ({ log }: Observability) => ({
  storage: s3Storage(new S3Client(), environment('BUCKET')),
  clock: systemClock,
  log,
});
