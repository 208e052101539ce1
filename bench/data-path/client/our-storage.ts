import { s3Storage } from '../../../lambdas/shared/aws/s3/s3-storage.ts';
import { connectAws } from '../../../lambdas/shared/aws/wire/aws.ts';
import { customEndpoint } from '../../../lambdas/shared/aws/wire/endpoint.ts';
import { nodeSend } from '../../../lambdas/shared/aws/wire/node-send.ts';
import { systemClock } from '../../../lambdas/shared/clock.ts';
import type { Storage } from '../../../lambdas/shared/storage.ts';

/** Our S3 client over a server of the bench, as a function has it over S3. */
export const ourStorage = (origin: string, bucket: string): Storage =>
  s3Storage(
    connectAws({
      region: 'us-east-1',
      endpoint: () => customEndpoint(origin),
      credentials: async () => ({ accessKeyId: 'bench', secretAccessKey: 'bench' }),
      send: nodeSend(systemClock),
      clock: systemClock,
      random: Math.random,
    }),
    bucket,
  );
