import { connectAws } from '../../../lambdas/shared/aws/aws.ts';
import { putOver } from '../../../lambdas/shared/aws/s3/put-over.ts';
import { s3Storage } from '../../../lambdas/shared/aws/s3/s3-storage.ts';
import { socketHandler } from '../../../lambdas/shared/aws/socket-handler.ts';
import { systemClock } from '../../../lambdas/shared/clock.ts';
import type { Transport } from '../../../lambdas/shared/settings/sources.ts';
import type { Storage } from '../../../lambdas/shared/storage.ts';

/** The functions' own way to S3 over a server of the bench; data goes by direct PUT, or by the SDK. */
export const ourStorage = (origin: string, bucket: string, transport: Transport): Storage =>
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
    putOver(transport),
  );
