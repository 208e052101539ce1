import { readCapabilityStatement } from '../dialects/bulk-data/capability-statement.ts';
import { type Capabilities, UNKNOWN_CAPABILITIES } from '../dialects/capabilities.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { asksToWait, isDown, refuseCommonStatus } from '../fhir-server/refuse-status.ts';
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
  if (asksToWait(answer) || isDown(answer)) refuseCommonStatus(answer, 'capabilities');
  return answer.status === 200 ? readCapabilityStatement(answer.text) : UNKNOWN_CAPABILITIES;
}
