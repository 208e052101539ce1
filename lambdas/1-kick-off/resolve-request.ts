import { type Begin, RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import { namedRequest, type Sources, sourceNamed } from '../settings/sources.ts';
import type { KickOffEvent, Start } from '../workflow/events.ts';

type ResolveDeps = { sources: Sources; storage: Storage };

/**
 * The request of this export and how it begins: `request.json` if the API or the local command wrote
 * one, else the input of the execution, which is then stored there. Throws SettingsInvalid.
 */
export async function resolveRequest(
  { exportId, start }: KickOffEvent,
  deps: ResolveDeps,
): Promise<RequestRecord> {
  const key = exportKeys(exportId).request;
  const found = await findRecord(key, RequestRecord, deps.storage);
  if (found) return found.record;
  checkStart(start);
  const request = start.resume
    ? await resumedRequest(start.resume, start.source, deps)
    : namedRequest(start.source, start.export, deps.sources);
  const record = { source: start.source, request, begin: beginOf(start) };
  await writeRecord(key, record, deps.storage);
  return record;
}

/** An export that resumes another one has its request. */
function checkStart({ adopt, resume, export: name }: Start) {
  if (adopt !== undefined && resume !== undefined)
    throw new SettingsInvalid('adopt, resume: give only one of them');
  if (name !== undefined && resume !== undefined)
    throw new SettingsInvalid('export, resume: give only one of them');
}

function beginOf({ adopt, resume }: Start): Begin {
  if (adopt !== undefined) return { kind: 'adopt', statusUrl: adopt };
  return resume === undefined ? { kind: 'kick-off' } : { kind: 'resume', exportId: resume };
}

/** The request of the export that this one resumes. */
async function resumedRequest(
  exportId: string,
  source: string,
  { sources, storage }: ResolveDeps,
): Promise<ExportRequest> {
  sourceNamed(sources, source);
  const found = await findRecord(exportKeys(exportId).request, RequestRecord, storage);
  if (found?.record.source === source) return found.record.request;
  throw new SettingsInvalid(`resume: source "${source}" has no export "${exportId}"`);
}
