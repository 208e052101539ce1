import { Group } from '../shared/group-store.ts';
import { Refused } from '../shared/refused.ts';

/** 1upHealth's limits of one Group (oneup-api 9). */
const MAX_MEMBERS = 10_000;
const MAX_BYTES = 400 * 1024;

/** The Group in a request's body. Throws Refused (400) for another thing, and beyond the limits. */
export function readGroupBody(body: string): Group {
  if (Buffer.byteLength(body) > MAX_BYTES) throw new Refused(400, 'too-long', 'over 400 KB');
  const group = Group.safeParse(parsed(body));
  if (!group.success) throw new Refused(400, 'structure', 'no Group of patients');
  if (group.data.member.length > MAX_MEMBERS)
    throw new Refused(400, 'too-long', 'over 10,000 members');
  return group.data;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refused(400, 'structure', 'no JSON');
  }
}
