import { createHash } from 'node:crypto';
import type { Population } from '../../people/population.ts';
import { ndjsonChunks } from '../../people/resources/ndjson.ts';
import type { Window } from '../../people/selection.ts';
import type { Login } from '../auth/login.ts';
import { json, OutcomeError, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { LinkStore } from './links.ts';
import type { DocumentsOptions, Hl7Options } from './options.ts';
import { sliceOf } from './resource-filter.ts';
import { checkSignature } from './serve-file.ts';

const TYPE = 'DocumentReference';

/** A population with DocumentReferences, which are spread over its patients (rule 47). */
export function withDocuments(
  population: Population,
  documents: DocumentsOptions | undefined,
  urlOf: (binaryId: string) => string,
): Population {
  if (!documents) return population;
  const patients = population.patientIds(documents.count);
  const patientOf = (nth: number) => patients[nth % patients.length] ?? '';
  const numbers = (window: Window) =>
    Array.from({ length: documents.count }, (_, nth) => nth).filter((nth) =>
      isIn(window, patientOf(nth)),
    );
  const lines = (window: Window): Iterable<string> =>
    numbers(window).map((nth) => JSON.stringify(documentReference(nth, patientOf(nth), urlOf)));
  return {
    ...population,
    types: [...population.types, TYPE],
    count: (type, window) =>
      type === TYPE ? numbers(window).length : population.count(type, window),
    lines: (type, window, slice) =>
      type === TYPE ? sliceOf(lines(window), slice) : population.lines(type, window, slice),
    ndjson: (type, window, slice) =>
      type === TYPE
        ? ndjsonChunks(sliceOf(lines(window), slice))
        : population.ndjson(type, window, slice),
  };
}

const isIn = ({ since, until, patients }: Window, patient: string): boolean =>
  (patients === undefined || patients.has(patient)) &&
  UPDATED <= until &&
  (since === undefined || UPDATED > since);

/** `meta.lastUpdated` of every document. */
const UPDATED = new Date('2025-12-01T00:00:00.000Z');

/** A document of a patient. The first has its attachment's data inline, the others point at a Binary. */
function documentReference(nth: number, patient: string, urlOf: (binaryId: string) => string) {
  const { contentType, bytes } = attachmentContent(nth);
  const data = nth === 0 ? { data: bytes.toString('base64') } : { url: urlOf(`bin-${nth}`) };
  const hash = createHash('sha1').update(bytes).digest('base64');
  return {
    resourceType: 'DocumentReference',
    id: `doc-${nth}`,
    meta: { versionId: '1', lastUpdated: UPDATED },
    status: 'current',
    type: { text: 'Note' },
    subject: { reference: `Patient/${patient}` },
    content: [{ attachment: { contentType, size: bytes.length, hash, ...data } }],
  };
}

/** The content of the nth attachment: plain text for even numbers, binary for odd ones. */
export function attachmentContent(nth: number): { contentType: string; bytes: Buffer } {
  const text = Buffer.from(`Note ${nth} of nobody.\n`.repeat(20 + nth));
  if (nth % 2 === 0) return { contentType: 'text/plain', bytes: text };
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from([0xff, 0x00, 0xfe]), text]);
  return { contentType: 'application/pdf', bytes };
}

type BinaryDeps = Pick<Hl7Options, 'documents' | 'requiresAccessToken'> & {
  links: LinkStore;
  base: string;
};

/** The URL of a Binary; an absolute one needs no token where files need none (rule 6). */
export const binaryUrl =
  ({ documents, requiresAccessToken = true, links, base }: BinaryDeps) =>
  ({ url }: ServerRequest) =>
  (id: string): string => {
    if (documents?.links === 'relative') return `Binary/${id}`;
    const query = requiresAccessToken ? '' : `?signature=${links.signature(id)}`;
    return `${documents?.origin?.() ?? url.origin}${base}/Binary/${id}${query}`;
  };

/** A Binary: as FHIR where the client accepts it, else its bytes. Throws OutcomeError: 400, 401, 403, 404. */
export function binary(
  request: ServerRequest,
  id: string,
  deps: BinaryDeps & { login: Login },
): ServerResponse {
  if (request.url.searchParams.has('signature')) checkSignature(request, deps.links.signature(id));
  else if (!deps.login.authorize(request)) throw new OutcomeError(401, 'login', 'no credential');
  const nth = numberOf(id, deps.documents);
  if (nth === undefined) throw new OutcomeError(404, 'not-found', 'no such Binary');
  const { contentType, bytes } = attachmentContent(nth);
  if (!(request.headers.accept ?? '').includes('application/fhir+json'))
    return { status: 200, headers: { 'content-type': contentType }, body: bytes };
  const resource = { resourceType: 'Binary', id, contentType, data: bytes.toString('base64') };
  return json(200, resource, { 'content-type': 'application/fhir+json; charset=utf-8' });
}

function numberOf(id: string, documents: DocumentsOptions | undefined): number | undefined {
  const nth = Number(/^bin-([1-9]\d*)$/.exec(id)?.[1]);
  const { count, missing = 0 } = documents ?? { count: 0 };
  return nth < count - missing ? nth : undefined;
}
