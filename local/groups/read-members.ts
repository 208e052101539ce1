import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { FhirId } from '../../lambdas/settings/export-request.ts';

/** 1upHealth's limit of members in one Group (1up 9). */
const MAX_MEMBERS = 10_000;

/**
 * Patient ids out of a file's text: one a line, as `123` or `Patient/123`; blank lines and lines that
 * begin with `#` do not count, and an id that stands twice is one member. Throws SettingsInvalid that
 * names the line and not the id.
 */
export function readMembers(text: string): string[] {
  const members = new Set<string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const id = line.trim().replace(/^Patient\//, '');
    if (id === '' || id.startsWith('#')) continue;
    if (!FhirId.safeParse(id).success)
      throw new SettingsInvalid(`line ${i + 1} of the members is no patient id`);
    members.add(id);
  }
  if (members.size === 0) throw new SettingsInvalid('the file names no member');
  if (members.size > MAX_MEMBERS)
    throw new SettingsInvalid(
      `${members.size} members; 1upHealth takes ${MAX_MEMBERS} in one Group. Split them into several`,
    );
  return [...members];
}
