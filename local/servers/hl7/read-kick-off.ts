import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Population } from '../../people/population.ts';
import type { GroupStore } from '../export/groups.ts';
import { OutcomeError } from '../http/server.ts';
import type { Asked } from './kick-off-parameters.ts';
import type { Hl7KickOffRequest, Level } from './kick-off-request.ts';
import type { KickOffOptions } from './options.ts';
import {
  booleanOf,
  checkFormat,
  type Handling,
  handling,
  instantOf,
  type Manner,
  organizedBy,
  supported,
  type Values,
  wantsProvenance,
} from './parameter-values.ts';
import { isUnderstood } from './resource-filter.ts';

type ReadOrderDeps = KickOffOptions & {
  clock: Pick<Clock, 'now'>;
  population: Population;
  groups: GroupStore;
};

/** How a kick-off came, whether its client is lenient, and what the manifest will echo. */
type Call = Manner & { lenient: boolean; request: string };

/** Reads a kick-off's parameters. Throws Refused: 400 for parameters, 404 for the group. */
export function readHl7KickOff(
  asked: readonly Asked[],
  call: Call,
  deps: ReadOrderDeps,
): Hl7KickOffRequest {
  const strictness = handling(call.lenient);
  const values = supported(asked, call, deps, strictness);
  const now = deps.clock.now();
  const until = instantOf('_until', values('_until')) ?? now;
  checkFormat(values('_outputFormat'), strictness);
  return {
    request: call.request,
    transactionTime: now,
    window: {
      since: instantOf('_since', values('_since')),
      until: new Date(Math.min(until.getTime(), now.getTime())),
      patients: whose(call.level, values('patient'), deps),
    },
    types: typesOf(values, call.level, deps.population, strictness),
    typeFilters: typeFilters(values, strictness),
    elements: values('_elements'),
    organizedBy: organizedBy(values('organizeOutputBy'), strictness),
    partialManifests: booleanOf('allowPartialManifests', values('allowPartialManifests')),
    leftOut: strictness.leftOut,
  };
}

/** Those asked for, in the population's order; a type that is not held is not supported (rule 22). */
function typesOf(values: Values, level: Level, population: Population, strictness: Handling) {
  const asked = values('_type');
  if (!asked.every((type) => /^[A-Z][A-Za-z]+$/.test(type)))
    throw new OutcomeError(400, 'value', '_type is no resource type');
  const held = population.types.filter((type) => isWithin(level, type));
  for (const type of asked) if (!held.includes(type)) strictness.leaveOut('_type', 'not held here');
  const provenance = wantsProvenance(values('includeAssociatedData'), strictness);
  if (asked.length === 0) return held;
  const wanted = new Set([...asked, ...(provenance ? ['Provenance'] : [])]);
  return held.filter((type) => wanted.has(type));
}

function typeFilters(values: Values, { leaveOut }: Handling): string[] {
  const asked = values('_typeFilter');
  for (const filter of asked) if (!isUnderstood(filter)) leaveOut('_typeFilter', 'no such search');
  return asked.filter(isUnderstood);
}

const OUTSIDE = ['Location', 'Organization', 'Practitioner'];

/** Whether a type belongs into an export: those of nobody's compartment are for the whole system. */
const isWithin = (level: Level, type: string): boolean =>
  level.kind === 'system' || !OUTSIDE.includes(type);

/**
 * The patients whose data is asked for, everybody where undefined: a group's members, narrowed by
 * `patient`. Throws Refused: 404 for the group, 400 for a patient who is not there or not a member.
 */
function whose(
  level: Level,
  references: readonly string[],
  { groups, population }: { groups: GroupStore; population: Population },
): ReadonlySet<string> | undefined {
  const members = level.kind === 'group' ? membersOf(level.id, groups) : undefined;
  if (references.length === 0) return members;
  const known = members ?? new Set(population.patientIds(Number.POSITIVE_INFINITY));
  const ids = references.map((reference) => reference.replace(/^(.*\/)?Patient\//, ''));
  if (!ids.every((id) => known.has(id)))
    throw new OutcomeError(400, 'not-found', 'no such patient');
  return new Set(ids);
}

function membersOf(group: string, groups: GroupStore): ReadonlySet<string> {
  const members = groups.members(group);
  if (!members) throw new OutcomeError(404, 'not-found', 'no such group');
  return members;
}
