import '../runtime/zod-jitless.ts';
import * as z from 'zod';
import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';
import { environment } from '../aws/environment.ts';
import { type KeySets, readKeySets } from './key-sets.ts';

/** The route of the public keys. It has no authorization, since FHIR servers fetch from it (rule 9). */
export const JWKS_ROUTE = 'GET /jwks/{source}';

/** How long a server may cache the keys; a key rotation waits as long. */
const CACHE = 'public, max-age=900';

const JwksEvent = z.object({ pathParameters: z.object({ source: z.string() }) });

/** Answers with the public JWK Set of a source. The function has no other data and no permissions. */
export const withKeySets =
  (keySets: KeySets) =>
  async (event: unknown): Promise<ApiResult> => {
    const keySet = keySets.get(JwksEvent.parse(event).pathParameters.source);
    if (!keySet) return jsonResult(404, { error: 'SourceUnknown' });
    return jsonResult(200, keySet, { 'cache-control': CACHE });
  };

/** The files lie beside the bundle and never change: they are read once. */
let respond: ReturnType<typeof withKeySets> | undefined;

export async function handler(event: unknown): Promise<ApiResult> {
  respond ??= withKeySets(readKeySets(environment('JWKS_FOLDER')));
  return respond(event);
}
