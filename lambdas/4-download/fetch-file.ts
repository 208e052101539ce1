import { FileTruncated } from '../shared/errors.ts';
import type { PlannedFile } from '../shared/records/plan-records.ts';
import type { Receipt } from '../shared/records/receipt-records.ts';
import type { FhirServer } from '../shared/server/fhir-server.ts';
import type { Source } from '../shared/settings/source.ts';
import type { Storage } from '../shared/storage.ts';
import { ask } from './ask.ts';
import type { Noting } from './attachments/noting.ts';
import { checkResponse } from './check-response.ts';
import { cutAtLine } from './receive/cut-at-line.ts';
import { land } from './receive/land.ts';
import { objectSink } from './receive/object-sink.ts';
import type { PartBuffers } from './receive/part-buffers.ts';
import { decoded } from './response-content.ts';
import { scannerOf } from './verify/scanner-of.ts';

export type FetchDeps = {
  server: FhirServer;
  storage: Storage;
  buffers: PartBuffers;
  verify: Source['verify'];
  requiresAccessToken: boolean;
  /** Notes what resources attach, where the source wants attachments. */
  noting?: Noting;
};

const ACCEPT = 'application/fhir+ndjson, */*;q=0.5';

/**
 * Streams one file from the server to its key, checking it on the way, and gives its receipt. Throws
 * FileTruncated, FileNotNdjson, FileRefused, UnverifiableLength, ServerUnavailable, ServerBusy.
 */
export async function fetchFile(file: PlannedFile, deps: FetchDeps): Promise<Receipt> {
  const { requiresAccessToken, server } = deps;
  const response = await ask(
    'file',
    { url: file.url, accept: ACCEPT, requiresAccessToken },
    server,
  );
  try {
    checkResponse(response, file);
  } catch (error) {
    response.body.destroy();
    throw error;
  }
  const { index, type, key } = file;
  const notes = deps.noting?.(file);
  const { content, length, encodedBytes } = decoded(response);
  const scanner = scannerOf(type, deps.verify, notes?.read);
  const sink = objectSink(
    {
      ...{ key, objectBytes: length, cutAt: cutAtLine },
      look(bytes) {
        scanner.write(bytes);
        return null;
      },
    },
    deps,
  );
  const landed = await land(content, scanner, sink);
  const encoded = encodedBytes() > 0 && { encodedBytes: encodedBytes() };
  const receipt: Receipt = { index, type, key, ...landed, ...encoded };
  checkPromises(file, receipt);
  return { ...receipt, ...(await notes?.keep()) };
}

/**
 * Refuses a file that is not what the manifest promised. `fileSize` is "the size of the file in bytes"
 * (v4), and nothing says whether before or after an encoding; where there is one, either is right, and
 * its trailer has proved the file whole. Throws FileTruncated.
 */
function checkPromises(
  { count, promisedBytes }: PlannedFile,
  { lines, bytes, encodedBytes }: Receipt,
) {
  if (count !== undefined && count !== lines)
    throw new FileTruncated(`${lines} lines came, the manifest promised ${count}`);
  if (promisedBytes !== undefined && promisedBytes !== bytes && promisedBytes !== encodedBytes)
    throw new FileTruncated(`${bytes} bytes came, the manifest promised ${promisedBytes}`);
}
