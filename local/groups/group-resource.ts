import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { FhirId } from '../../lambdas/settings/export-request.ts';

/** 1upHealth's limits of one Group (1up 9). */
const MAX_BYTES = 400 * 1024;
const MAX_MEMBERS = 10_000;

/**
 * The FHIR R4 Group of these patients as JSON. A member has only its reference, so that as many as
 * possible fit: some 7,300 with ids of 20 characters. Throws SettingsInvalid beyond 400 KB.
 */
export function groupResource(id: string, members: readonly string[]): string {
  const group = {
    resourceType: 'Group',
    id,
    type: 'person',
    actual: true,
    member: members.map((patient) => ({ entity: { reference: `Patient/${patient}` } })),
  };
  const json = JSON.stringify(group);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_BYTES) {
    const fit = Math.floor((members.length * MAX_BYTES) / bytes);
    throw new SettingsInvalid(
      `${members.length} members make a Group of ${bytes} bytes; 1upHealth accepts ${MAX_BYTES}, ` +
        `about ${fit} members with such ids. Split them into several`,
    );
  }
  return json;
}

/**
 * Reads patient ids, one per line, as `123` or `Patient/123`; blank lines and lines that begin with `#` do
 * not count, and a repeated id is one member. Throws SettingsInvalid that names the line and not the id.
 */
export function readMembers(text: string): string[] {
  const members = new Set<string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const id = line.trim().replace(/^Patient\//, '');
    if (id === '' || id.startsWith('#')) continue;
    if (!FhirId.safeParse(id).success)
      throw new SettingsInvalid(`line ${i + 1} of the members is not a patient id`);
    members.add(id);
  }
  if (members.size === 0) throw new SettingsInvalid('the file has no members');
  if (members.size > MAX_MEMBERS)
    throw new SettingsInvalid(
      `${members.size} members; 1upHealth accepts ${MAX_MEMBERS} in one Group. Split them into several`,
    );
  return [...members];
}
