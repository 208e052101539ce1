import { SettingsInvalid } from '../shared/errors.ts';
import { exportKeys } from '../shared/keys.ts';
import { RequestRecord } from '../shared/records/export-records.ts';
import { findRecord, writeRecord } from '../shared/records/record.ts';
import { ExportRequest } from '../shared/settings/export-request.ts';
import { type Sources, sourceNamed } from '../shared/settings/sources.ts';
import type { Storage } from '../shared/storage.ts';
import type { KickOffEvent } from '../shared/workflow.ts';

/**
 * What this export is asked to do: `request.json` where the API or the local command wrote one, else
 * the export that the schedule names, which is then written down. Throws SettingsInvalid.
 */
export async function resolveRequest(
  { exportId, start }: KickOffEvent,
  { sources, storage }: { sources: Sources; storage: Storage },
): Promise<ExportRequest> {
  const key = exportKeys(exportId).request;
  const found = await findRecord(key, RequestRecord, storage);
  if (found) return found.record.request;
  const request = namedRequest(start.source, start.export, sources);
  await writeRecord(key, { source: start.source, request }, storage);
  return request;
}

/** The request of a named export. Throws SettingsInvalid where the source has none of that name. */
export function namedRequest(
  source: string,
  name: string | undefined,
  sources: Sources,
): ExportRequest {
  const { exports } = sourceNamed(sources, source);
  const named = name !== undefined && Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (!named) throw new SettingsInvalid(`source "${source}" has no export "${name ?? ''}"`);
  const { schedule: _, timeZone: __, flexibleMinutes: ___, ...request } = named;
  return ExportRequest.parse(request);
}
