import * as z from 'zod';
import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';
import type { RequestRecord } from '../lake/export-records.ts';
import { exportKeys, newExportId } from '../lake/keys.ts';
import { writeRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope-records.ts';
import { tryParseJson } from '../runtime/json.ts';
import { ExportRequest } from '../settings/export-request.ts';
import { namedRequest, type Sources } from '../settings/sources.ts';
import type { Start } from '../workflow/events.ts';
import { type ApiDeps, locationOf } from './api.ts';
import { runningExport } from './find-export.ts';

/**
 * `POST /exports`: stores the request and starts the workflow. The request lies in S3, because an
 * execution's input must not have a group's id (invariant 6). A second export of a scope is refused
 * with the id of the first. Two concurrent calls both pass, and Kick off skips one of the exports.
 */
export async function startExport(body: string, deps: ApiDeps): Promise<ApiResult> {
  const parsed = parseBody(body, deps.sources);
  if (parsed.kind === 'invalid') return parsed.response;
  const { start, request } = parsed;
  const running = await runningExport(start.source, scopeOf(start.source, request), deps);
  if (running !== undefined) return alreadyRunning(running);
  const id = newExportId(start.source, deps.clock.now(), deps.random());
  const record: RequestRecord = { source: start.source, request, begin: { kind: 'kick-off' } };
  await writeRecord(exportKeys(id).request, record, deps.storage);
  await deps.executions.start(id, start);
  deps.log.info('api.started', { exportId: id, source: start.source });
  return jsonResult(202, { id, status: 'In Progress' }, locationOf(id));
}

const alreadyRunning = (id: string): ApiResult => {
  const message = 'an export of the same scope is running';
  return jsonResult(409, { error: 'ExportInProgress', message, id }, locationOf(id));
};

const source = z.string();
const NamedBody = z.strictObject({ source, export: z.string() });
const RequestBody = ExportRequest.safeExtend({ source });

/** The execution's input, and the request that is not part of it. */
type ParsedBody =
  | { kind: 'valid'; start: Start; request: ExportRequest }
  | { kind: 'invalid'; response: ApiResult };

/**
 * The body of `POST /exports`: a named export of a source, or a request of its own. An unknown field is
 * refused, so that no URL comes from a caller (invariant 9).
 */
function parseBody(body: string, sources: Sources): ParsedBody {
  const json = tryParseJson(body);
  return isNamed(json) ? parseNamed(json, sources) : parseRequest(json, sources);
}

const isNamed = (json: unknown) => typeof json === 'object' && json !== null && 'export' in json;

function parseNamed(json: unknown, sources: Sources): ParsedBody {
  const checked = NamedBody.safeParse(json);
  if (!checked.success) return invalid(checked.error);
  const start = checked.data;
  const known = exportsOf(start.source, sources);
  if (!known) return unknown('SourceUnknown', 'source', Object.keys(sources));
  if (!known.includes(start.export)) return unknown('NamedExportUnknown', 'export', known);
  return { kind: 'valid', start, request: namedRequest(start.source, start.export, sources) };
}

function parseRequest(json: unknown, sources: Sources): ParsedBody {
  const checked = RequestBody.safeParse(json);
  if (!checked.success) return invalid(checked.error);
  const { source: id, ...request } = checked.data;
  if (!exportsOf(id, sources)) return unknown('SourceUnknown', 'source', Object.keys(sources));
  return { kind: 'valid', start: { source: id }, request };
}

function exportsOf(id: string, sources: Sources): string[] | undefined {
  const found = Object.hasOwn(sources, id) ? sources[id] : undefined;
  return found && Object.keys(found.exports);
}

function unknown(error: string, field: string, known: string[]): ParsedBody {
  const message = `${field}: not in the settings; known: ${known.join(', ') || 'none'}`;
  return { kind: 'invalid', response: jsonResult(404, { error, message, known }) };
}

function invalid(error: z.ZodError): ParsedBody {
  const fields = error.issues.map(({ path, message }) => ({
    path: path.join('.') || '(top)',
    message,
  }));
  const message = 'the body is not a request for an export';
  const response = jsonResult(400, { error: 'RequestInvalid', message, fields });
  return { kind: 'invalid', response };
}
