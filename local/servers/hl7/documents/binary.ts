import type { ServerRequest, ServerResponse } from '../../server.ts';
import { json } from '../../shared/answers.ts';
import { Refused } from '../../shared/refused.ts';
import type { LinkTable } from '../files/link-table.ts';
import { checkSeal } from '../files/serve-file.ts';
import type { Login } from '../login/login.ts';
import type { DocumentsOptions, Hl7Options } from '../options.ts';
import { contentOf } from './content.ts';

export type BinaryDeps = Pick<Hl7Options, 'documents' | 'requiresAccessToken'> & {
  links: LinkTable;
  base: string;
};

/** The links of attachments: absolute ones need no token where files need none (rule 6). */
export const binaryLink =
  ({ documents, requiresAccessToken = true, links, base }: BinaryDeps) =>
  ({ url }: ServerRequest) =>
  (id: string): string => {
    if (documents?.links === 'relative') return `Binary/${id}`;
    const seal = requiresAccessToken ? '' : `?signature=${links.signature(id)}`;
    return `${documents?.origin?.() ?? url.origin}${base}/Binary/${id}${seal}`;
  };

/** A Binary: as FHIR where that is accepted, else its bytes. Throws Refused: 400, 401, 403, 404. */
export function binary(
  request: ServerRequest,
  id: string,
  deps: BinaryDeps & { login: Login },
): ServerResponse {
  if (request.url.searchParams.has('signature')) checkSeal(request, deps.links.signature(id));
  else if (!deps.login.access(request)) throw new Refused(401, 'login', 'no credential');
  const nth = numberOf(id, deps.documents);
  if (nth === undefined) throw new Refused(404, 'not-found', 'no such Binary');
  const { contentType, bytes } = contentOf(nth);
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
