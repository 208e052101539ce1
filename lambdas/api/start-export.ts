import * as z from 'zod';
import type { RequestRecord } from '../lake/export-records.ts';
import { exportKeys, newExportId } from '../lake/keys.ts';
import { writeRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope-records.ts';
import { jsonOrNothing } from '../runtime/json.ts';
import { ExportRequest } from '../settings/export-request.ts';
import { namedRequest, type Sources } from '../settings/sources.ts';
import type { Start } from '../workflow/events.ts';
import { type Answer, type ApiDeps, locationOf } from './api.ts';
import { runningExport } from './find-export.ts';

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

const source = z.string();
const NamedBody = z.strictObject({ source, export: z.string() });
const RequestBody = ExportRequest.safeExtend({ source });

/** What a body asks for: the execution's input, and the request that is kept out of it. */
type AskedExport =
  | { kind: 'asked'; start: Start; request: ExportRequest }
  | { kind: 'refused'; answer: Answer };

/**
 * Reads the body of `POST /exports`: a named export of a source, or a request of its own. A field
 * that is not known is refused, so that no URL comes from a caller (invariant 9).
 */
function askedExport(body: string, sources: Sources): AskedExport {
  const json = jsonOrNothing(body);
  return isNamed(json) ? askedByName(json, sources) : askedInFull(json, sources);
}

const isNamed = (json: unknown) => typeof json === 'object' && json !== null && 'export' in json;

function askedByName(json: unknown, sources: Sources): AskedExport {
  const checked = NamedBody.safeParse(json);
  if (!checked.success) return invalid(checked.error);
  const start = checked.data;
  const known = exportsOf(start.source, sources);
  if (!known) return unknown('SourceUnknown', 'source', Object.keys(sources));
  if (!known.includes(start.export)) return unknown('NamedExportUnknown', 'export', known);
  return { kind: 'asked', start, request: namedRequest(start.source, start.export, sources) };
}

function askedInFull(json: unknown, sources: Sources): AskedExport {
  const checked = RequestBody.safeParse(json);
  if (!checked.success) return invalid(checked.error);
  const { source: id, ...request } = checked.data;
  if (!exportsOf(id, sources)) return unknown('SourceUnknown', 'source', Object.keys(sources));
  return { kind: 'asked', start: { source: id }, request };
}

function exportsOf(id: string, sources: Sources): string[] | undefined {
  const found = Object.hasOwn(sources, id) ? sources[id] : undefined;
  return found && Object.keys(found.exports);
}

function unknown(error: string, field: string, known: string[]): AskedExport {
  const message = `${field}: not in the settings; known: ${known.join(', ') || 'none'}`;
  return { kind: 'refused', answer: { status: 404, body: { error, message, known } } };
}

function invalid(error: z.ZodError): AskedExport {
  const fields = error.issues.map(({ path, message }) => ({
    path: path.join('.') || '(top)',
    message,
  }));
  const message = 'the body is not a request for an export';
  return {
    kind: 'refused',
    answer: { status: 400, body: { error: 'RequestInvalid', message, fields } },
  };
}
