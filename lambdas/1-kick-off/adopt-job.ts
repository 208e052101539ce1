import { dialectOf } from '../dialects/dialect-of.ts';
import { placeOf, resolveLink } from '../fhir-server/links.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import type { JobToBe } from './start-job.ts';

/**
 * A job that somebody else kicked off. Its status must be on one of the source's own origins (P14).
 * Since when it exports, only the caller knows: it has to be said, or the next incremental export would
 * begin at the wrong place; the server's echo of the request is compared as always (M13). Throws
 * SettingsInvalid, LinkRefused.
 */
export function adoptJob(jobToBe: JobToBe, status: string, sources: Sources): JobRecord {
  const { request } = jobToBe;
  const source = sourceNamed(sources, jobToBe.source);
  if (dialectOf(source).serves === 'publication')
    throw new SettingsInvalid('adopt: the source publishes for everybody, and has no jobs');
  const statusUrl = resolveLink(status, source.baseUrl, source);
  if (placeOf(statusUrl, source) !== 'own')
    throw new SettingsInvalid('adopt: the status URL is not on an origin of the source itself');
  if (request.since === undefined && request.mode !== 'full')
    throw new SettingsInvalid(
      'adopt: say since when that job exports, by `since`, or that it is a full one, by `mode` "full"',
    );
  return {
    ...jobToBe,
    since: request.since ?? null,
    // Who was in the group at that kick-off is not known.
    membership: null,
    job: { kind: 'running', statusUrl, statusHeader: false },
  };
}
