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
import { http, keptSockets } from '../../http/keep-alive-sockets.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import type { Transport } from '../../settings/sources.ts';
import { CONNECT_MILLISECONDS, IDLE_MILLISECONDS } from '../aws.ts';
import { NoAnswer } from '../aws-errors.ts';
import { conditionOf, type DataPut, type MakePutData, putBySdk } from './put-data.ts';

/**
 * Sends bytes of data files past the SDK's pipeline, by which a small file takes twice the CPU and a large one
 * 7 % more (docs/performance.md). Endpoint, credentials and signature are the S3 client's own. It knows one
 * answer, a 200 with an ETag. After any other the SDK sends the bytes again and names what is wrong: at once,
 * or where S3 throttles as the call's next attempt.
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
      // Of a directory bucket, whose sessions the SDK keeps.
      if (!request) return bySdk(put, attempt);
      const { status, etag } = await send(request, put.body);
      if (status === 200 && etag) return etag;
      if (status === 429 || status >= 500) throw new Busy(status);
      return bySdk(put, attempt);
    };
  };

/** S3 cannot take bytes now; in the form in which the SDK classifies errors. */
class Busy extends Error {
  override name = 'ServiceUnavailable';
  readonly $metadata: { httpStatusCode: number };
  constructor(httpStatusCode: number) {
    super(`S3 answered with status ${httpStatusCode}`);
    this.$metadata = { httpStatusCode };
  }
}

/** Signs PUTs into one bucket as its client does; nothing for one that wants another signature. */
function signer(client: S3Client, bucket: string) {
  const { config } = client;
  /** No key changes the endpoint of a bucket, nor who signs for it. */
  const findPlace = async () => {
    const any = { Bucket: bucket, Key: 'any' };
    const found = await getEndpointFromInstructions(any, PutObjectCommand, { ...config });
    const [scheme] = found.properties?.authSchemes ?? [];
    if (scheme && scheme.name !== 'sigv4') return undefined;
    return { url: found.url, signs: await config.signer(scheme) };
  };
  let place: ReturnType<typeof findPlace> | undefined;
  return async (put: DataPut) => {
    place ??= findPlace();
    const found = await place.catch((error: unknown) => {
      place = undefined;
      throw error;
    });
    if (!found) return undefined;
    const { url, signs } = found;
    // As the SDK corrects its clock by the time that AWS answers with.
    const signingDate = new Date(Date.now() + config.systemClockOffset);
    return signs.sign(requestTo(url, put), { signingDate });
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
      // Over TLS the checksum guards the bytes (S8); over plain http S3 demands their hash as well.
      ...(url.protocol === 'https:' && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
    },
    body,
  });
}

/** Sends over kept sockets. Rejects where no whole answer came, which the SDK classifies as passing. */
function sender(clock: Pick<Clock, 'now'>) {
  const plain = keptSockets(new http.Agent({ keepAlive: true }), clock);
  const secure = keptSockets(new https.Agent({ keepAlive: true }), clock);
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
    const silent = () => request.destroy(new NoAnswer(`silence for ${IDLE_MILLISECONDS} ms`));
    request.setTimeout(IDLE_MILLISECONDS, silent).on('error', reject);
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      const late = () =>
        request.destroy(new NoAnswer(`no connection in ${CONNECT_MILLISECONDS} ms`));
      const timer = setTimeout(late, CONNECT_MILLISECONDS);
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    });
    // An answer that leaves HTTP (101) is none.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new NoAnswer('an upgrade in place of an answer'));
    });
    request.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      response.on('end', () => resolve({ status, etag: headers.etag })).on('error', reject);
      response.resume();
    });
    writeBody(request, body).catch(reject);
  });
}

/** Measured best for parts of 8 MiB over TLS: slices of 16 to 128 KiB cost a fifth more, and a whole part costs memory. */
const SLICE_BYTES = 1024 ** 2;
/** The first slice leaves with the head, for which TLS copies both: 5 % of an upload's CPU with a whole one. */
const FIRST_BYTES = 8 * 1024;

/** Writes a body slice by slice, as the other end takes it, without a copy. */
async function writeBody(request: ClientRequest, body: Buffer): Promise<void> {
  let to = FIRST_BYTES;
  for (let from = 0; from < body.length && !request.destroyed; from = to, to += SLICE_BYTES)
    if (!request.write(body.subarray(from, to))) await once(request, 'drain');
  request.end();
}

/**
 * How bytes of data files are sent to S3, as the settings choose: `standard` is the SDK for every request,
 * `direct` goes past its pipeline (decision 10). Both promise the same.
 */
export const putDataFor = (
  transport: Transport,
  clock: Pick<Clock, 'now'> = systemClock,
): MakePutData => (transport === 'direct' ? putDirectly(clock) : putBySdk);
