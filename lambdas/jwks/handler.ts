import '../runtime/zod-at-once.ts';
import * as z from 'zod';
import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';
import { environment } from '../aws/environment.ts';
import { type KeySets, readKeySets } from './key-sets.ts';

/** The route of the public keys; it wants no login, as FHIR servers fetch from it (rule 9). */
export const JWKS_ROUTE = 'GET /jwks/{source}';

/** How long a server may go on with the keys it has: what a rotation waits for. */
const CACHE = 'public, max-age=900';

const JwksEvent = z.object({ pathParameters: z.object({ source: z.string() }) });

/** Answers with the public JWK Set of a source. It holds nothing else, and may do nothing in AWS. */
export const withKeySets =
  (keySets: KeySets) =>
  async (event: unknown): Promise<ApiResult> => {
    const keySet = keySets.get(JwksEvent.parse(event).pathParameters.source);
    if (!keySet) return jsonResult(404, { error: 'SourceUnknown' });
    return jsonResult(200, keySet, { 'cache-control': CACHE });
  };

/** The files lie beside the bundle and never change: they are read once. */
let answer: ReturnType<typeof withKeySets> | undefined;

export async function handler(event: unknown): Promise<ApiResult> {
  answer ??= withKeySets(readKeySets(environment('JWKS_FOLDER')));
  return answer(event);
}
