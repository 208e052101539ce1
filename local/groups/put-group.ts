import { readAnswer } from '../../lambdas/fhir-server/answer.ts';
import type { FhirServer } from '../../lambdas/fhir-server/fhir-server.ts';
import { outcomeCodes, throwForStatus } from '../../lambdas/fhir-server/status-errors.ts';
import { GroupRefused, SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { withoutTrailingSlash } from '../../lambdas/settings/http-url.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import { type Sources, sourceNamed } from '../../lambdas/settings/sources.ts';

/**
 * Writes a Group to the source's FHIR API (`PUT Group/<id>`): `created` after a 201, `stored` after a
 * 200, which some servers also send after a first write. Throws SettingsInvalid where the source has
 * no `fhirUrl`, GroupRefused where the server refuses it.
 */
export async function putGroup(
  id: string,
  json: string,
  source: Pick<Source, 'fhirUrl'>,
  server: FhirServer,
): Promise<'created' | 'stored'> {
  if (!source.fhirUrl)
    throw new SettingsInvalid('the source has no fhirUrl; set it to the base of its FHIR API');
  const url = `${withoutTrailingSlash(source.fhirUrl)}/Group/${id}`;
  const headers = { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' };
  const response = await server('group', { method: 'PUT', url, headers, body: json });
  const answer = await readAnswer(url, response);
  throwForStatus(answer, 'writing the group');
  if (answer.status === 201) return 'created';
  if (answer.status === 200) return 'stored';
  const codes = outcomeCodes(answer.text);
  throw new GroupRefused(`the server refused the group with ${answer.status}${codes}`);
}

/**
 * The settings with another 1up user in the login of one source. 1upHealth accepts `client` only for reads;
 * a write names the user who will own the resource (1up 3). Throws SettingsInvalid where the source's login
 * has no user.
 */
export function asUser(userId: string, sourceId: string, sources: Sources): Sources {
  const source = sourceNamed(sources, sourceId);
  const { auth } = source;
  if (!('userId' in auth))
    throw new SettingsInvalid(
      `--user: the login of "${sourceId}" is ${auth.kind}, which has no user`,
    );
  return { ...sources, [sourceId]: { ...source, auth: { ...auth, userId } } };
}
