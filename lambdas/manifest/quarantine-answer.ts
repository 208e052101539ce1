import { createHash } from 'node:crypto';
import type { Answer } from '../fhir-server/answer.ts';
import { exportKeys } from '../lake/keys.ts';
import type { Storage } from '../lake/storage.ts';
import { afterError, StatusMalformed } from '../runtime/errors.ts';

/**
 * Stores the body of a response that rejected the kick-off. Its diagnostics may contain patient data, so
 * they are in no message and no log (invariant 6).
 */
export async function saveRefusal(
  exportId: string,
  { text }: Pick<Answer, 'text'>,
  storage: Pick<Storage, 'put'>,
): Promise<void> {
  if (text !== '') await storage.put(exportKeys(exportId).refusal, text);
}

/**
 * The result of `read`. If it throws StatusMalformed, the raw body is stored before the error is thrown
 * on; equal bodies are stored once.
 */
export async function readOrQuarantine<Read>(
  exportId: string,
  { text }: Pick<Answer, 'text'>,
  storage: Pick<Storage, 'put'>,
  read: () => Read,
): Promise<Read> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StatusMalformed)) throw error;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const key = exportKeys(exportId).unreadableAnswer(name);
    return afterError(error, () => storage.put(key, text));
  }
}
