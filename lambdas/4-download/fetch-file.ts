import { FileTruncated } from '../shared/errors.ts';
import type { HttpResponse } from '../shared/http/http.ts';
import type { OpenFile } from '../shared/records/open-file.ts';
import type { PlannedFile } from '../shared/records/plan-records.ts';
import type { Receipt } from '../shared/records/receipt-records.ts';
import type { FhirServer } from '../shared/server/fhir-server.ts';
import type { Source } from '../shared/settings/source.ts';
import type { Storage } from '../shared/storage.ts';
import { ask } from './ask.ts';
import type { Noting } from './attachments/noting.ts';
import { checkResponse } from './check-response.ts';
import { isRest, restHeaders, strongEtag } from './receive/ask-rest.ts';
import { cutAtLine } from './receive/cut-at-line.ts';
import { land } from './receive/land.ts';
import { objectSink, type Target } from './receive/object-sink.ts';
import type { PartBuffers } from './receive/part-buffers.ts';
import { TimeUp } from './receive/time-up.ts';
import { decoded } from './response-content.ts';
import { scannerOf } from './verify/scanner-of.ts';

export type FetchDeps = {
  server: FhirServer;
  storage: Storage;
  buffers: PartBuffers;
  verify: Source['verify'];
  requiresAccessToken: boolean;
  /** Whether a call should come to its end, in the middle of a file if need be. */
  isTimeUp(): boolean;
  /** Notes what resources attach, where the source wants attachments. */
  noting?: Noting;
};

const ACCEPT = 'application/fhir+ndjson, */*;q=0.5';

/** A file that is landed, or that has to be left in the middle. */
export type Fetched = { kind: 'landed'; receipt: Receipt } | { kind: 'open'; open: OpenFile };

/**
 * Streams one file from the server to its key, checking it on the way, and gives its receipt; or goes on
 * with what an earlier call has stored of it. Throws FileTruncated, FileNotNdjson, FileRefused,
 * UnverifiableLength, ServerUnavailable, ServerBusy.
 */
export async function fetchFile(
  file: PlannedFile,
  deps: FetchDeps,
  open?: OpenFile,
): Promise<Fetched> {
  const { requiresAccessToken, server } = deps;
  const asked = { url: file.url, accept: ACCEPT, requiresAccessToken, range: restHeaders(open) };
  const response = await ask('file', asked, server);
  try {
    checkResponse(response, file, typeof open?.etag === 'string');
    return await receive(response, file, deps, open);
  } finally {
    // Nobody reads what is left of a refused answer.
    response.body.destroy();
  }
}

async function receive(
  response: HttpResponse,
  file: PlannedFile,
  deps: FetchDeps,
  open: OpenFile | undefined,
): Promise<Fetched> {
  const { index, type, key } = file;
  const skip = isRest(response, open) ? undefined : open?.uploaded;
  const notes = deps.noting?.(file);
  const { content, length, encodedBytes } = decoded(response);
  const scanner = scannerOf(type, { verify: deps.verify, start: open?.place, read: notes?.read });
  const stored = open && !skip ? open.uploaded.bytes : 0;
  const target: Target = {
    ...{ key, objectBytes: length === undefined ? undefined : length + stored },
    ...{ cutAt: cutAtLine, place: scanner.place, uploaded: open?.uploaded },
    look(bytes) {
      // What is noted of a file is kept at its end: such a file is not left in the middle.
      if (!notes && sink.isFurther() && deps.isTimeUp()) throw new TimeUp();
      scanner.write(bytes);
      return null;
    },
  };
  const sink = objectSink(target, deps);
  const landed = await land(content, { scanner, skip, sink });
  if (landed.kind === 'paused')
    return { kind: 'open', open: { index, ...landed.at, etag: strongEtag(response) } };
  const encoded = encodedBytes() > 0 && { encodedBytes: encodedBytes() };
  const receipt: Receipt = { index, type, key, ...landed.what, ...encoded };
  checkPromises(file, receipt);
  return { kind: 'landed', receipt: { ...receipt, ...(await notes?.keep()) } };
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
