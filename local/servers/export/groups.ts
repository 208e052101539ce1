import { z } from 'zod';
import { OutcomeError } from '../http/server.ts';

/** A Group of patients as 1upHealth takes it; of a member only the reference is read. */
export const Group = z.looseObject({
  resourceType: z.literal('Group'),
  id: z.string().optional(),
  type: z.literal('person'),
  actual: z.literal(true),
  member: z
    .array(
      z.looseObject({
        entity: z.looseObject({ reference: z.string().regex(/^Patient\/[A-Za-z0-9.-]{1,64}$/) }),
      }),
    )
    .default([]),
});
export type Group = z.infer<typeof Group>;

/** A Group of these patients. */
export const groupOf = (patientIds: readonly string[]): Group => ({
  resourceType: 'Group',
  type: 'person',
  actual: true,
  member: patientIds.map((id) => ({ entity: { reference: `Patient/${id}` } })),
});

/** The groups of one customer: the FHIR API writes them, exports read them. */
export function groupStore() {
  const groups = new Map<string, Group>();
  return {
    /** An unused id. */
    unusedId: (): string => {
      let number = 1;
      while (groups.has(`group-${number}`)) number += 1;
      return `group-${number}`;
    },
    read: (id: string): Group | undefined => groups.get(id),
    write(id: string, group: Group): 'created' | 'updated' {
      const what = groups.has(id) ? 'updated' : 'created';
      groups.set(id, { ...group, id });
      return what;
    },
    /** Patient ids; also of members that are inactive or whose period is over (1up 9). */
    members: (id: string): ReadonlySet<string> | undefined => {
      const references = groups.get(id)?.member.map(({ entity }) => entity.reference);
      return (
        references && new Set(references.map((reference) => reference.replace('Patient/', '')))
      );
    },
  };
}
export type GroupStore = ReturnType<typeof groupStore>;

/** The patients of a group. Throws OutcomeError (404). */
export function membersOf(group: string, groups: GroupStore): ReadonlySet<string> {
  const members = groups.members(group);
  if (!members) throw new OutcomeError(404, 'not-found', 'no such group');
  return members;
}
