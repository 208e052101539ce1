import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import https from 'node:https';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import {
  buildQueryString,
  extendedEncodeURIComponent,
  HttpRequest,
  type IHttpRequest,
} from '@smithy/core/protocols';
import { http, keepAliveAgents } from '../../http/keep-alive-sockets.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import type { Transport } from '../../settings/sources.ts';
import { CONNECT_MILLISECONDS, IDLE_MILLISECONDS } from '../aws.ts';
import { NoAnswer } from '../aws-errors.ts';
import { conditionOf, type DataPut, type MakePutData, putBySdk } from './put-data.ts';

/**
 * How bytes of data files are sent to S3 by the transport that the settings name: `standard` is the SDK for
 * every request, `direct` bypasses its pipeline (decision 10). Both keep the same promises.
 */
export const putDataFor = (
  transport: Transport,
  clock: Pick<Clock, 'now'> = systemClock,
): MakePutData => (transport === 'direct' ? putDirectly(clock) : putBySdk);

/**
 * Sends bytes of data files without the SDK's pipeline, which takes twice the CPU for a small file and 7 %
 * more for a large one (docs/performance.md). Endpoint, credentials and signature are the S3 client's own. It
 * accepts one answer, a 200 with an ETag. After any other the SDK sends the bytes again and names the error:
 * at once, or as the next attempt of the call where S3 throttles.
 */
export const putDirectly =
  (clock: Pick<Clock, 'now'>): MakePutData =>
  (client, bucket) => {
    const bySdk = putBySdk(client, bucket);
    const sign = signer(client, bucket);
    const send = sender(clock);
    return async (put, attempt) => {
      if (attempt > 1) return bySdk(put, attempt);
      const request = await sign(put);
      // A directory bucket needs a session, which the SDK manages.
      if (!request) return bySdk(put, attempt);
      const { status, etag } = await send(request, put.body);
      if (status === 200 && etag) return etag;
      if (status === 429 || status >= 500) throw new ServiceUnavailable(status);
      return bySdk(put, attempt);
    };
  };

/** S3 throttles or fails for now; with the fields by which the SDK classifies errors. */
class ServiceUnavailable extends Error {
  override name = 'ServiceUnavailable';
  readonly $metadata: { httpStatusCode: number };
  constructor(httpStatusCode: number) {
    super(`S3 answered with status ${httpStatusCode}`);
    this.$metadata = { httpStatusCode };
  }
}

/** Signs PUTs into one bucket as its client does; undefined for a bucket with another kind of signature. */
function signer(client: S3Client, bucket: string) {
  const { config } = client;
  /** The endpoint of a bucket and its signer are the same for every key. */
  const findEndpoint = async () => {
    const input = { Bucket: bucket, Key: 'any' };
    const found = await getEndpointFromInstructions(input, PutObjectCommand, { ...config });
    const [scheme] = found.properties?.authSchemes ?? [];
    if (scheme && scheme.name !== 'sigv4') return undefined;
    return { url: found.url, signer: await config.signer(scheme) };
  };
  let endpoint: ReturnType<typeof findEndpoint> | undefined;
  return async (put: DataPut) => {
    endpoint ??= findEndpoint();
    const found = await endpoint.catch((error: unknown) => {
      endpoint = undefined;
      throw error;
    });
    if (!found) return undefined;
    // The SDK learns the offset of its clock from the answers of AWS.
    const signingDate = new Date(Date.now() + config.systemClockOffset);
    return found.signer.sign(requestTo(found.url, put), { signingDate });
  };
}

function requestTo(url: URL, { key, body, crc32c, condition, part }: DataPut): HttpRequest {
  const { IfMatch, IfNoneMatch } = conditionOf(condition);
  const path = [url.pathname.replace(/\/$/, ''), ...key.split('/').map(extendedEncodeURIComponent)];
  return new HttpRequest({
    ...{ method: 'PUT', protocol: url.protocol, hostname: url.hostname, path: path.join('/') },
    ...(url.port && { port: Number(url.port) }),
    query: part ? { partNumber: String(part.partNumber), uploadId: part.uploadId } : {},
    headers: {
      host: url.host,
      'content-length': String(body.length),
      'x-amz-checksum-crc32c': crc32c,
      ...(IfMatch && { 'if-match': IfMatch }),
      ...(IfNoneMatch && { 'if-none-match': IfNoneMatch }),
      // Over TLS the checksum suffices (S8); over plain http S3 requires the hash as well.
      ...(url.protocol === 'https:' && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
    },
    body,
  });
}

/** Sends over sockets that are kept alive. Rejects without a complete answer, which counts as transient. */
function sender(clock: Pick<Clock, 'now'>) {
  const { plain, secure } = keepAliveAgents(clock);
  return ({ protocol, hostname, port, path, query = {}, headers }: IHttpRequest, body: Buffer) => {
    const search = buildQueryString(query);
    const target = search ? `${path}?${search}` : path;
    const options = { hostname, port, path: target, method: 'PUT', headers };
    return protocol === 'https:'
      ? answer(https.request({ ...options, agent: secure() }), body)
      : answer(http.request({ ...options, agent: plain() }), body);
  };
}

function answer(request: ClientRequest, body: Buffer) {
  return new Promise<{ status: number; etag: string | undefined }>((resolve, reject) => {
    const silent = () => request.destroy(new NoAnswer(`no bytes for ${IDLE_MILLISECONDS} ms`));
    request.setTimeout(IDLE_MILLISECONDS, silent).on('error', reject);
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      const late = () =>
        request.destroy(new NoAnswer(`no connection in ${CONNECT_MILLISECONDS} ms`));
      const timer = setTimeout(late, CONNECT_MILLISECONDS);
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    });
    // Without this listener a 101 would settle nothing.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new NoAnswer('an upgrade instead of an answer'));
    });
    request.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      response.on('end', () => resolve({ status, etag: headers.etag })).on('error', reject);
      response.resume();
    });
    writeBody(request, body).catch(reject);
  });
}

/** Measured best for parts of 8 MiB over TLS: slices of 16 to 128 KiB take a fifth more CPU, a whole part more memory. */
const SLICE_BYTES = 1024 ** 2;
/** The first slice is sent with the head, and TLS copies both: with a whole slice 5 % of the CPU of an upload. */
const FIRST_BYTES = 8 * 1024;

/** Writes a body slice by slice, as fast as S3 reads it, without a copy. */
async function writeBody(request: ClientRequest, body: Buffer): Promise<void> {
  let to = FIRST_BYTES;
  for (let from = 0; from < body.length && !request.destroyed; from = to, to += SLICE_BYTES)
    if (!request.write(body.subarray(from, to))) await once(request, 'drain');
  request.end();
}
