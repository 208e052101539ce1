import { createHash } from 'node:crypto';
import type { Answer } from '../fhir-server/answer.ts';
import { exportKeys } from '../lake/keys.ts';
import type { Storage } from '../lake/storage.ts';
import { StatusMalformed } from '../runtime/errors.ts';

type Keeping = Pick<Storage, 'put'>;

/**
 * Keeps what a server answered to a kick-off that it refused: its diagnostics may hold patient data,
 * and so are for whoever may read `exports/` and for no message or log (invariant 6).
 */
export async function saveRefusal(
  exportId: string,
  { text }: Pick<Answer, 'text'>,
  storage: Keeping,
): Promise<void> {
  if (text !== '') await storage.put(exportKeys(exportId).refusal, text);
}

/**
 * What `read` makes of an answer. One that it throws StatusMalformed at is kept as it came, each
 * different one once, before the error goes on.
 */
export async function readOrQuarantine<Read>(
  exportId: string,
  { text }: Pick<Answer, 'text'>,
  storage: Keeping,
  read: () => Read,
): Promise<Read> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StatusMalformed)) throw error;
    const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
    await storage.put(exportKeys(exportId).unreadableAnswer(name), text);
    throw error;
  }
}
