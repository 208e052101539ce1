import { createHash } from 'node:crypto';
import * as z from 'zod';
import { readCapabilityStatement } from '../dialects/bulk-data/capability-statement.ts';
import { type Capabilities, type Dialect, UNKNOWN_CAPABILITIES } from '../dialects/dialect.ts';
import { readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { throwForStatus } from '../fhir-server/status-errors.ts';
import { isTransientStatus } from '../http/status-codes.ts';
import { GroupNotFound, NotABulkServer } from '../runtime/errors.ts';
import { parseJsonObject } from '../runtime/json.ts';
import { withoutTrailingSlash } from '../settings/http-url.ts';
import type { Source } from '../settings/source.ts';

/** The FHIR resources that a kick-off depends on. */

/**
 * The server's CapabilityStatement, if the kick-off depends on it. A server without one is asked in the
 * way that every server supports. Throws ServerBusy and ServerUnavailable if the server cannot answer
 * now, and CredentialRefused.
 */
export async function readCapabilities(
  source: Source,
  dialect: Dialect,
  server: FhirServer,
): Promise<Capabilities> {
  if (!dialect.needsCapabilities(source)) return UNKNOWN_CAPABILITIES;
  const url = `${withoutTrailingSlash(source.baseUrl)}/metadata`;
  const headers = { accept: 'application/fhir+json' };
  const answer = await readAnswer(url, server('capabilities', { method: 'GET', url, headers }));
  if (isTransientStatus(answer.status)) throwForStatus(answer, 'capabilities');
  return answer.status === 200 ? readCapabilityStatement(answer.text) : UNKNOWN_CAPABILITIES;
}

const Group = z.looseObject({
  resourceType: z.literal('Group'),
  member: z.array(z.looseObject({ entity: z.looseObject({ reference: z.string() }) })).default([]),
});

/**
 * SHA-256 over the references of a group's members in sorted order: no patient id is stored. Throws
 * GroupNotFound, NotABulkServer, and as `throwForStatus`.
 */
export async function readMembership(
  fhirUrl: string,
  groupId: string,
  server: FhirServer,
): Promise<string> {
  const url = `${withoutTrailingSlash(fhirUrl)}/Group/${encodeURIComponent(groupId)}`;
  const headers = { accept: 'application/fhir+json' };
  const answer = await readAnswer(url, server('group', { method: 'GET', url, headers }));
  if (answer.status === 404 || answer.status === 410)
    throw new GroupNotFound('the server has no such group; `npm run group` creates one');
  throwForStatus(answer, 'reading the group');
  const group = Group.safeParse(parseJsonObject(answer.text));
  if (!group.success) throw new NotABulkServer('the fhirUrl does not answer with a FHIR Group');
  const references = group.data.member.map((member) => member.entity.reference).sort();
  return createHash('sha256').update(references.join('\n')).digest('hex');
}
