import { S3Client } from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/protocols';
import type { Aws } from '../aws.ts';

/**
 * A client of S3. On a custom endpoint the bucket stands in the path, as its name may resolve to no host
 * there. `100-continue` is not asked for: it costs a round trip for each part.
 */
export function s3Client({ config }: Aws): S3Client {
  const client: S3Client = new S3Client({ ...config, expectContinueHeader: false });
  // Environment and profile may name an endpoint, too, which the SDK looks up with the first call: so the
  // style cannot be said before. `endpoints.test.ts` fails where a version of the SDK does otherwise.
  const forcePathStyle = async () =>
    client.config.isCustomEndpoint || Boolean(await client.config.serviceConfiguredEndpoint?.());
  Object.assign(client.config, { forcePathStyle });
  client.middlewareStack.add(
    (next) => async (args) => {
      if (HttpRequest.isInstance(args.request)) leavePayloadUnsigned(args.request);
      return next(args);
    },
    { step: 'build', name: 'unsignedPayload' },
  );
  return client;
}

/**
 * A body that comes with its CRC-32C is not hashed by SHA-256 as well: over TLS the checksum guards it (S8),
 * and the hash would be half of an upload's CPU. Over plain http S3 demands the hash.
 */
function leavePayloadUnsigned({ method, protocol, headers }: HttpRequest): void {
  if (method === 'PUT' && protocol === 'https:' && headers['x-amz-checksum-crc32c'] !== undefined)
    headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
}
