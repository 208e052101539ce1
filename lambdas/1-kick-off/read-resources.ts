import { createHash } from 'node:crypto';
import * as z from 'zod';
import { readCapabilityStatement } from '../dialects/bulk-data/capability-statement.ts';
import { type Capabilities, UNKNOWN_CAPABILITIES } from '../dialects/capabilities.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { isThrottled, isUnavailable, throwForStatus } from '../fhir-server/status-errors.ts';
import { GroupNotFound, NotABulkServer } from '../runtime/errors.ts';
import { jsonObject } from '../runtime/json.ts';
import type { Source } from '../settings/source.ts';

/**
 * What the server says of itself in its CapabilityStatement, where the kick-off depends on it. A
 * server that has none, or none that says anything, is asked as every server can be; one that cannot
 * answer now has not said so. Throws ServerBusy, ServerUnavailable, CredentialRefused.
 */
export async function readCapabilities(
  source: Source,
  dialect: Dialect,
  server: FhirServer,
): Promise<Capabilities> {
  if (!dialect.wantsCapabilities(source)) return UNKNOWN_CAPABILITIES;
  const url = `${source.baseUrl.replace(/\/$/, '')}/metadata`;
  const headers = { accept: 'application/fhir+json' };
  const answer = await readAnswer(url, server('capabilities', { method: 'GET', url, headers }));
  if (isThrottled(answer) || isUnavailable(answer.status)) throwForStatus(answer, 'capabilities');
  return answer.status === 200 ? readCapabilityStatement(answer.text) : UNKNOWN_CAPABILITIES;
}

const Group = z.looseObject({
  resourceType: z.literal('Group'),
  member: z.array(z.looseObject({ entity: z.looseObject({ reference: z.string() }) })).default([]),
});

/**
 * A fingerprint of a group's members, whatever their order: SHA-256, as patient ids are no business
 * of our records. Throws GroupNotFound, NotABulkServer, and what is common to all requests.
 */
export async function readMembership(
  fhirUrl: string,
  group: string,
  server: FhirServer,
): Promise<string> {
  const url = `${fhirUrl.replace(/\/$/, '')}/Group/${encodeURIComponent(group)}`;
  const headers = { accept: 'application/fhir+json' };
  const answer = await readAnswer(url, server('group', { method: 'GET', url, headers }));
  if (answer.status === 404 || answer.status === 410)
    throw new GroupNotFound('the server has no such group; `npm run group` creates one');
  throwForStatus(answer, 'reading the group');
  const checked = Group.safeParse(jsonObject(answer.text));
  if (!checked.success) throw new NotABulkServer('the fhirUrl does not answer with a FHIR Group');
  const references = checked.data.member.map((member) => member.entity.reference).sort();
  return createHash('sha256').update(references.join('\n')).digest('hex');
}
