import type { Population } from '../../../people/population.ts';
import type { GroupStore } from '../../shared/group-store.ts';
import { Refused } from '../../shared/refused.ts';
import type { Level } from './order.ts';

const OUTSIDE = ['Location', 'Organization', 'Practitioner'];

/** Whether a type belongs into an export: those of nobody's compartment are for the whole system. */
export const isWithin = (level: Level, type: string): boolean =>
  level.kind === 'system' || !OUTSIDE.includes(type);

/**
 * The patients whose data is asked for, everybody where undefined: a group's members, narrowed by
 * `patient`. Throws Refused: 404 for the group, 400 for a patient who is not there or not a member.
 */
export function whose(
  level: Level,
  references: readonly string[],
  { groups, population }: { groups: GroupStore; population: Population },
): ReadonlySet<string> | undefined {
  const members = level.kind === 'group' ? membersOf(level.id, groups) : undefined;
  if (references.length === 0) return members;
  const known = members ?? new Set(population.patientIds(Number.POSITIVE_INFINITY));
  const ids = references.map((reference) => reference.replace(/^(.*\/)?Patient\//, ''));
  if (!ids.every((id) => known.has(id))) throw new Refused(400, 'not-found', 'no such patient');
  return new Set(ids);
}

function membersOf(group: string, groups: GroupStore): ReadonlySet<string> {
  const members = groups.members(group);
  if (!members) throw new Refused(404, 'not-found', 'no such group');
  return members;
}
