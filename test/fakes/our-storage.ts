import { s3Storage } from '../../lambdas/shared/aws/s3/s3-storage.ts';
import { connectAws } from '../../lambdas/shared/aws/wire/aws.ts';
import { customEndpoint } from '../../lambdas/shared/aws/wire/endpoint.ts';
import { nodeSend } from '../../lambdas/shared/aws/wire/node-send.ts';
import type { Send } from '../../lambdas/shared/aws/wire/request.ts';
import { systemClock } from '../../lambdas/shared/clock.ts';
import type { Storage } from '../../lambdas/shared/storage.ts';

/** Storage over our own client at an endpoint; nobody waits between tries. */
export function ourStorage(
  bucket: string,
  url = 'http://127.0.0.1',
  send: Send = nodeSend(systemClock),
): Storage {
  const credentials = { accessKeyId: 'test-client', secretAccessKey: 'test-client' };
  const aws = connectAws({
    region: 'us-east-1',
    credentials: async () => credentials,
    endpoint: () => customEndpoint(url),
    clock: { now: systemClock.now, sleep: async () => {} },
    random: () => 0.5,
    send,
  });
  return s3Storage(aws, bucket);
}
