import { decide } from '../shared/decision.ts';
import { type Answer, exportUnknown, locationOf } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { findExport } from './find-export.ts';
import { type StatusWord, statusWord } from './status-word.ts';

/**
 * `DELETE /exports/{id}`: gives a running export up and stops its execution; the status-change event
 * brings the clean-up. The decision is written first, so that a cancel and a publish have one winner
 * (O7), and so that a Kick off under way sees that it is not wanted any more (O8).
 */
export async function cancelExport(id: string, deps: ApiDeps): Promise<Answer> {
  const found = await findExport(id, deps);
  if (!found) return exportUnknown;
  const status = statusWord(found);
  if (status !== 'In Progress') return tooLate(found.id, status, 'the export has ended');
  if ((await decide(found.id, 'abandon', deps.storage)) === 'publish')
    return tooLate(found.id, status, 'the export is being published');
  await deps.executions.stop(found.id, 'Cancelled', 'cancelled through the API');
  deps.log.info('api.cancelled', { exportId: found.id });
  return {
    status: 202,
    location: locationOf(found.id),
    body: { id: found.id, status: 'Cancelled' },
  };
}

const tooLate = (id: string, status: StatusWord, message: string): Answer => ({
  status: 409,
  location: locationOf(id),
  body: { error: 'NotCancellable', message, id, status },
});
