import { SettingsInvalid } from '../../lambdas/shared/errors.ts';

/** 1upHealth's limit of one Group's size (oneup-api 9). */
const MAX_BYTES = 400 * 1024;

/**
 * The FHIR R4 Group of these patients as JSON. A member holds its reference alone, which is what
 * lets 10,000 of them fit. Throws SettingsInvalid beyond 400 KB.
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
  if (bytes > MAX_BYTES)
    throw new SettingsInvalid(
      `the Group is ${bytes} bytes; 1upHealth takes ${MAX_BYTES}. Split it, or use shorter ids`,
    );
  return json;
}
