import * as z from 'zod';
import { jsonOrNothing } from '../runtime/json.ts';
import { ExportRequest } from '../settings/export-request.ts';
import { namedRequest, type Sources } from '../settings/sources.ts';
import type { Start } from '../workflow/events.ts';
import type { Answer } from './answer.ts';

const source = z.string();
const NamedBody = z.strictObject({ source, export: z.string() });
const RequestBody = ExportRequest.safeExtend({ source });

/** What a body asks for: the execution's input, and the request that is kept out of it. */
export type AskedExport =
  | { kind: 'asked'; start: Start; request: ExportRequest }
  | { kind: 'refused'; answer: Answer };

/**
 * Reads the body of `POST /exports`: a named export of a source, or a request of its own. A field
 * that is not known is refused, so that no URL comes from a caller (invariant 9).
 */
export function askedExport(body: string, sources: Sources): AskedExport {
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
