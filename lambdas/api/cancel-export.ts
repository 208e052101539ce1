import { stopExport } from '../settlement/decision.ts';
import { type Answer, exportUnknown, locationOf } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { findExport } from './find-export.ts';
import { type StatusWord, statusWord } from './status-word.ts';

/** `DELETE /exports/{id}`: stops a running export, on the server too. */
export async function cancelExport(id: string, deps: ApiDeps): Promise<Answer> {
  const found = await findExport(id, deps);
  if (!found) return exportUnknown;
  const status = statusWord(found);
  if (status !== 'In Progress') return tooLate(found.id, status, 'the export has ended');
  if (!(await stopExport(found.id, 'cancelled through the API', deps)))
    return tooLate(found.id, status, 'the export is being published');
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
