import type { ServerRequest } from '../server.ts';
import type { BulkPublishOptions } from './options.ts';
import type { Next, Page, PublishedFile } from './page.ts';

const TYPE = 'http://hl7.org/fhir/uv/bulkdata/StructureDefinition/BulkPublishManifest';

/** A page as BulkPublishManifest has it: lists that are empty are left out, as FHIR's JSON wants it. */
export function manifest({ url }: ServerRequest, page: Page, options: BulkPublishOptions) {
  const { fileOrigin = () => url.origin, updateSeconds, login } = options;
  const entry = ({ type, name }: PublishedFile) => ({
    ...(type !== undefined && { type }),
    url: `${fileOrigin()}/fhir/files/${name}`,
  });
  const { transactionTime, output, deleted, next } = page;
  return {
    manifestType: TYPE,
    transactionTime: transactionTime.toISOString(),
    ...(updateSeconds !== undefined && { updateCadence: `PT${updateSeconds}S` }),
    requiresAccessToken: login !== undefined,
    ...(output.length > 0 && { output: output.map(entry) }),
    ...(deleted.length > 0 && { deleted: deleted.map(entry) }),
    ...(next !== undefined && { link: [{ relation: 'next', url: linkOf(next, url.origin) }] }),
  };
}

const linkOf = (next: Exclude<Next, undefined>, origin: string): string =>
  typeof next === 'string' ? next : `${origin}/fhir/manifests/${next.page}`;
