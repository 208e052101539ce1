import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

/** 1upHealth's limit of one Group's size (1up 9). */
const MAX_BYTES = 400 * 1024;

/**
 * The FHIR R4 Group of these patients as JSON. A member holds its reference alone, so that as many
 * fit as can; with ids of 20 characters that is some 7,300. Throws SettingsInvalid beyond 400 KB.
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
      `${members.length} members make a Group of ${bytes} bytes; 1upHealth takes ${MAX_BYTES}, ` +
        `about ${fit} members with such ids. Split them into several`,
    );
  }
  return json;
}
