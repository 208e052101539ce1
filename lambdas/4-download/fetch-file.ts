import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileTruncated, ServerUnavailable } from '../shared/errors.ts';
import { ConnectionFailed, type HttpResponse } from '../shared/http/http.ts';
import type { PlannedFile, Receipt } from '../shared/records/export-records.ts';
import type { FhirServer } from '../shared/server/fhir-server.ts';
import type { Storage } from '../shared/storage.ts';
import { checkResponse } from './check-response.ts';
import { ndjsonMeter } from './ndjson-meter.ts';
import { writeObject } from './object-writer.ts';

export type FetchDeps = { server: FhirServer; storage: Storage; requiresAccessToken: boolean };

/**
 * Streams one file from the server to its key, checking it on the way, and gives its receipt. Throws
 * FileTruncated, FileNotNdjson, FileRefused, UnverifiableLength, ServerUnavailable, ServerBusy.
 */
export async function fetchFile(file: PlannedFile, deps: FetchDeps): Promise<Receipt> {
  const response = await request(file, deps);
  try {
    checkResponse(response, file);
  } catch (error) {
    response.body.destroy();
    throw error;
  }
  const { index, type, key } = file;
  const meter = ndjsonMeter(type);
  await writeObject(key, meter.measure(whole(decoded(response))), deps.storage);
  const receipt = { index, type, key, ...meter.measured() };
  if (file.count !== undefined && file.count !== receipt.lines)
    throw new FileTruncated(`${receipt.lines} lines came, the manifest promised ${file.count}`);
  return receipt;
}

async function request({ url }: PlannedFile, deps: FetchDeps): Promise<HttpResponse> {
  const headers = { accept: 'application/fhir+ndjson, */*;q=0.5', 'accept-encoding': 'identity' };
  const call = { method: 'GET' as const, url, headers, wantsCredential: deps.requiresAccessToken };
  return deps.server('file', call).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(cause.message, { cause })
      : cause;
  });
}

/** The content of an answer, with its encoding undone. */
function decoded({ body, headers }: HttpResponse): Readable {
  if (headers['content-encoding'] !== 'gzip') return body;
  const gunzip = createGunzip();
  // Whoever reads `gunzip` sees the error, be it the body's or a missing trailer.
  pipeline(body, gunzip, () => {});
  return gunzip;
}

/** A body that is cut short fails while it is read, by length, by chunks or by gzip trailer (D1). */
async function* whole(content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (cause) {
    throw new FileTruncated('the file ended before its end', { cause });
  }
}
