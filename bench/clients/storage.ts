import { connectAws, socketHandler } from '../../lambdas/aws/aws.ts';
import { putDataFor } from '../../lambdas/aws/s3/direct-put.ts';
import { s3Storage } from '../../lambdas/aws/s3/s3-storage.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import type { Transport } from '../../lambdas/settings/sources.ts';

/** The functions' storage over a server of the bench; data is sent by direct PUT or by the SDK. */
export const benchStorage = (origin: string, bucket: string, transport: Transport): Storage =>
  s3Storage(
    connectAws(
      {
        region: 'us-east-1',
        endpoint: origin,
        credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
        requestHandler: socketHandler(),
      },
      { clock: systemClock, random: Math.random },
    ),
    bucket,
    putDataFor(transport),
  );
