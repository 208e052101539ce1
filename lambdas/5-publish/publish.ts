import { ExportAbandoned } from '../runtime/errors.ts';
import { decide } from '../settlement/decision.ts';
import { finishPublication, type SettlementDeps } from '../settlement/finish-publication.ts';
import type { PublishEvent, Published } from '../workflow/events.ts';
import { draftCommit } from './draft-commit.ts';

/**
 * Makes a whole export visible, or refuses it. The decision to publish is final: a call that dies after
 * it is finished by the next one, here or in Clean up. Throws PublishRefused, and ExportAbandoned where
 * the export was abandoned first.
 */
export async function publish(
  { exportId }: Pick<PublishEvent, 'exportId'>,
  deps: SettlementDeps,
): Promise<Published> {
  const draft = await draftCommit(exportId, deps);
  if ((await decide(exportId, 'publish', deps.storage)) === 'abandon')
    throw new ExportAbandoned(`export ${exportId} was abandoned before it was published`);
  return finishPublication(draft, deps);
}
