import { putBySdk } from '../../lambdas/aws/s3/put-data.ts';
import { s3Storage } from '../../lambdas/aws/s3/s3-storage.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { type Connection, localAws } from '../../local/laptop/local-cloud.ts';

/** Waits between attempts take no time. */
export const noWaits = {
  clock: { now: systemClock.now, sleep: async () => {} },
  random: () => 0.5,
};

/** Storage over a local cloud, or over any endpoint. */
export const storageAt = (to: Connection, bucket: string, putData = putBySdk): Storage =>
  s3Storage(localAws(to, noWaits), bucket, putData);
