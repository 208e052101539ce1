import type { FhirServer, ServerResponse } from '../../fhir-server/fhir-server.ts';
import { contentEncodingOf } from '../../http/content-headers.ts';
import type { OpenFile } from '../../lake/open-file.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { LandedReceipt } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { scannerOf } from '../../ndjson/scanners.ts';
import type { FileTruncated } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import type { Noting } from '../attachments/collect-attachments.ts';
import { FileChanged } from '../store/errors.ts';
import {
  answersRest,
  type Begun,
  begunOf,
  giveUp,
  passedOf,
  restHeaders,
  strongEtag,
} from '../store/resume-point.ts';
import { type Came, type Landed, land, type OnCut } from '../store/store-body.ts';
import { type LandingDeps, landingOf } from '../store/store-strategy.ts';
import { ask, checkPromises, checkResponse } from './request-file.ts';

export type FetchDeps = LandingDeps & {
  server: FhirServer;
  verify: Source['verify'];
  requiresAccessToken: boolean;
  /** Whether a call should come to its end, in the middle of a file if need be. */
  isTimeUp(): boolean;
  /** Notes what resources attach, where the source wants attachments. */
  noting?: Noting;
};

/** What is asked for where a file is. */
export const ACCEPT = 'application/fhir+ndjson, */*;q=0.5';

/** A file that is landed, or that has to be left in the middle, or of which the rest did not come. */
export type Fetched =
  | { kind: 'landed'; receipt: LandedReceipt }
  | { kind: 'open'; open: OpenFile }
  | { kind: 'cut'; open: OpenFile; cut: FileTruncated };

/**
 * Streams one file from the server to its key, checking it on the way, and gives its receipt; or goes on
 * with what an earlier call has stored of it. What is refused leaves nothing. Throws FileTruncated,
 * FileNotNdjson, FileRefused, UnverifiableLength, ServerUnavailable, ServerBusy.
 */
export async function fetchFile(
  file: PlannedFile,
  deps: FetchDeps,
  open?: OpenFile,
): Promise<Fetched> {
  const { requiresAccessToken, server, storage } = deps;
  const begun = begunOf(open);
  if (begun && deps.noting?.(file)) {
    // Begun before its attachments were wanted: nobody has noted those of the first part.
    await giveUp(file, begun, storage);
    return fetchFile(file, deps, { kind: 'unencoded', index: file.index });
  }
  const encoding = open ? 'identity' : 'gzip';
  const asked = { url: file.url, accept: ACCEPT, encoding, requiresAccessToken } as const;
  const response = await ask('file', { ...asked, range: restHeaders(begun) }, server);
  try {
    const place = await placeOf(response, file, begun, storage);
    return await receive({ response, file, isAskedPlain: open !== undefined, ...place }, deps);
  } finally {
    // Nobody reads what is left of a refused answer.
    response.body.destroy();
  }
}

/** What is stored of a file that an answer goes on with, and whether the answer begins behind it. */
type Place = { begun: Begun | undefined; isRest: boolean };

/**
 * What does not go with the answer is given up; it is not where the answer is no file, as a proxy's page
 * (D8). Throws what `checkResponse` and `answersRest` do.
 */
async function placeOf(
  response: ServerResponse,
  file: PlannedFile,
  begun: Begun | undefined,
  storage: Storage,
): Promise<Place> {
  try {
    checkResponse(response, file, typeof begun?.etag === 'string');
    const isRest = answersRest(response, begun);
    if (!begun || isRest || contentEncodingOf(response) === 'identity') return { begun, isRest };
  } catch (error) {
    if (begun && error instanceof FileChanged) await giveUp(file, begun, storage);
    throw error;
  }
  await giveUp(file, begun, storage);
  return { begun: undefined, isRest: false };
}

type Receiving = Place & {
  response: ServerResponse;
  file: PlannedFile;
  isAskedPlain: boolean;
};

async function receive(
  { response, file, begun, isRest, isAskedPlain }: Receiving,
  deps: FetchDeps,
): Promise<Fetched> {
  const { index, type, key } = file;
  const notes = deps.noting?.(file);
  const { verify, sizes } = deps;
  const coming = {
    ...{ key, begun, isRest, isAskedPlain },
    scanner: scannerOf(type, { verify, sizes, start: begun?.place, read: notes?.read }),
    // What is noted of a file is kept at its end: such a file is not left in the middle.
    isTimeUp: () => !notes && deps.isTimeUp(),
  };
  const skip = begun && !isRest ? passedOf(begun) : undefined;
  const check = (came: Came) => checkPromises(file, came);
  const landing = landingOf(response, coming, deps);
  const etag = strongEtag(response);
  const onCut: OnCut =
    etag === null || notes ? { kind: 'begin again' } : { kind: 'go on', from: begun };
  const landed = await land({ content: response.body, skip, check }, landing, onCut);
  if (landed.kind !== 'landed') return left(landed, index, etag);
  const { came, objects } = landed;
  const receipt = {
    kind: 'landed' as const,
    index,
    type,
    objects,
    ...came,
    ...(await notes?.keep()),
  };
  return { kind: 'landed', receipt };
}

function left(
  landed: Exclude<Landed, { kind: 'landed' }>,
  index: number,
  etag: string | null,
): Fetched {
  const { at } = landed;
  const open = at.kind === 'unencoded' ? { index, ...at } : { index, etag, ...at };
  return landed.kind === 'cut' ? { kind: 'cut', open, cut: landed.cut } : { kind: 'open', open };
}
