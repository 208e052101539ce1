import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './credentials.ts';
import type { AwsRequest, WireRequest } from './request.ts';
import { Sha256 } from './sha256.ts';

export type SigningDeps = { region: string; credentials: () => Promise<Credentials> };

/**
 * A request with its Signature Version 4 of a time. Bodies to S3 are not hashed, as TLS and their
 * checksums guard them (S8); over plain http S3 demands the hash.
 */
export async function sign(
  request: AwsRequest,
  signingDate: Date,
  { region, credentials }: SigningDeps,
): Promise<WireRequest> {
  const { service, method, origin, path, query, body } = request;
  const { protocol, host } = new URL(origin);
  const isUnsigned = service === 's3' && protocol === 'https:';
  const signer = new SignatureV4({
    ...{ service, region, credentials, sha256: Sha256 },
    // S3 alone signs the path as it is sent.
    uriEscapePath: service !== 's3',
  });
  const headers = {
    ...request.headers,
    host,
    ...(isUnsigned && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
  };
  const unsigned = { method, protocol, hostname: host, path, query, headers };
  const signed = await signer.sign(isUnsigned ? unsigned : { ...unsigned, body }, { signingDate });
  return { method, origin, path: path + search(query), headers: signed.headers, body };
}

function search(query: AwsRequest['query']): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Percent-encodes all but the unreserved characters (RFC 3986 §2.3), as signatures do. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
