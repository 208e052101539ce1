import { newExportId } from '../lake/export-id.ts';
import type { RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { writeRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope.ts';
import { type Answer, locationOf } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { askedExport } from './asked-export.ts';
import { runningExport } from './running-export.ts';

/**
 * `POST /exports`: writes down what is asked and starts the workflow. What is asked lies in S3,
 * because a group's id must not stand in an execution's input (invariant 6). A second export of a
 * scope is refused with the id of the first (O3); two calls at once pass, and Kick off skips one.
 */
export async function startExport(body: string, deps: ApiDeps): Promise<Answer> {
  const asked = askedExport(body, deps.sources);
  if (asked.kind === 'refused') return asked.answer;
  const { start, request } = asked;
  const running = await runningExport(start.source, scopeOf(start.source, request), deps);
  if (running !== undefined) return alreadyRunning(running);
  const id = newExportId(start.source, deps.clock.now(), deps.random());
  const record: RequestRecord = { source: start.source, request, begin: { kind: 'kick-off' } };
  await writeRecord(exportKeys(id).request, record, deps.storage);
  await deps.executions.start(id, start);
  deps.log.info('api.started', { exportId: id, source: start.source });
  return { status: 202, location: locationOf(id), body: { id, status: 'In Progress' } };
}

const alreadyRunning = (id: string): Answer => ({
  status: 409,
  location: locationOf(id),
  body: { error: 'ExportInProgress', message: 'an export of the same scope is running', id },
});
