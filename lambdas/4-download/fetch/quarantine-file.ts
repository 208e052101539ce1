import { type Encoding, exportKeys } from '../../lake/keys.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { QuarantinedReceipt } from '../../lake/receipt-records.ts';
import type { LineRefused } from '../../runtime/errors.ts';
import { storeAsItCame } from '../store/store-as-it-came.ts';
import { ask } from './ask.ts';
import { checkResponse } from './check-response.ts';
import { ACCEPT, type FetchDeps } from './fetch-file.ts';

type QuarantineDeps = Pick<
  FetchDeps,
  'server' | 'storage' | 'buffers' | 'sizes' | 'requiresAccessToken'
> & {
  exportId: string;
};

/**
 * Fetches a file once more and stores it as it comes, unlooked at, where somebody can look at it and no
 * table shows it. That it is whole is proven, by its length or its framing. Throws what `fetchFile` does
 * of an answer, and FileTruncated.
 */
export async function quarantineFile(
  { index, type, url }: PlannedFile,
  { message }: LineRefused,
  deps: QuarantineDeps,
): Promise<QuarantinedReceipt> {
  const { exportId, requiresAccessToken } = deps;
  const asked = { url, accept: ACCEPT, encoding: 'gzip' as const, requiresAccessToken };
  const response = await ask('file', asked, deps.server);
  try {
    checkResponse(response, {});
    const keyOf = (encoding: Encoding) => exportKeys(exportId).quarantinedFile(index, encoding);
    const { encoding: _, ...object } = await storeAsItCame(response, keyOf, deps);
    return { kind: 'quarantined', index, type, object, problem: message };
  } finally {
    // Nobody reads what is left of a refused answer.
    response.body.destroy();
  }
}
