import type { ServerResponse } from '../server.ts';
import { Refused } from '../shared/refused.ts';
import type { PublishedFile } from './page.ts';

/** The files of deletions: Bundles of DELETE entries, for resources that are in no other file. */
export function deletions(count: number, type: string) {
  const texts = new Map<string, string>();
  return {
    /** A file with so many of them; none where there are none. */
    add(): PublishedFile[] {
      if (count === 0) return [];
      const name = `deleted_${texts.size + 1}.ndjson`;
      const entry = Array.from({ length: count }, (_, nth) => ({
        request: { method: 'DELETE', url: `${type}/deleted-${texts.size + 1}-${nth + 1}` },
      }));
      const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
      texts.set(name, `${JSON.stringify(bundle)}\n`);
      return [{ name }];
    },
    /** Throws Refused (404). */
    serve(name: string): ServerResponse {
      const body = texts.get(name);
      if (body === undefined) throw new Refused(404, 'not-found', 'no such file');
      return { status: 200, headers: { 'content-type': 'application/fhir+ndjson' }, body };
    },
  };
}
export type Deletions = ReturnType<typeof deletions>;
