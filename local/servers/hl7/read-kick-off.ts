import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Population } from '../../people/population.ts';
import { type GroupStore, membersOf } from '../export/groups.ts';
import { OutcomeError } from '../http/server.ts';
import type { Hl7KickOffRequest, Level } from './kick-off-request.ts';
import type { KickOffOptions } from './options.ts';
import {
  booleanOf,
  checkFormat,
  type Handling,
  handling,
  instantOf,
  type KickOffContext,
  organizedBy,
  supportedValues,
  type Values,
  wantsProvenance,
} from './parameter-values.ts';
import type { ParameterValue } from './parameters.ts';
import { isSupportedFilter } from './resource-filter.ts';

type ReadKickOffDeps = KickOffOptions & {
  clock: Pick<Clock, 'now'>;
  population: Population;
  groups: GroupStore;
};

/** Where a kick-off came from, its `handling` preference, and the URL for the manifest. */
type Call = KickOffContext & { lenient: boolean; request: string };

/** Reads a kick-off's parameters. Throws OutcomeError: 400 for parameters, 404 for the group. */
export function readKickOff(
  parameters: readonly ParameterValue[],
  call: Call,
  deps: ReadKickOffDeps,
): Hl7KickOffRequest {
  const unsupported = handling(call.lenient);
  const values = supportedValues(parameters, call, deps, unsupported);
  const now = deps.clock.now();
  const until = instantOf('_until', values('_until')) ?? now;
  checkFormat(values('_outputFormat'), unsupported);
  return {
    request: call.request,
    transactionTime: now,
    window: {
      since: instantOf('_since', values('_since')),
      until: new Date(Math.min(until.getTime(), now.getTime())),
      patients: patientsOf(call.level, values('patient'), deps),
    },
    types: typesOf(values, call.level, deps.population, unsupported),
    typeFilters: typeFilters(values, unsupported),
    elements: values('_elements'),
    organizedBy: organizedBy(values('organizeOutputBy'), unsupported),
    partialManifests: booleanOf('allowPartialManifests', values('allowPartialManifests')),
    ignoredParameters: unsupported.ignored,
  };
}

/** The requested types, in the population's order; a type that the server lacks is unsupported (rule 22). */
function typesOf(values: Values, level: Level, population: Population, unsupported: Handling) {
  const requested = values('_type');
  if (!requested.every((type) => /^[A-Z][A-Za-z]+$/.test(type)))
    throw new OutcomeError(400, 'value', '_type is not a resource type');
  const available = population.types.filter((type) => isInLevel(level, type));
  for (const type of requested)
    if (!available.includes(type)) unsupported.ignore('_type', 'the server has no such type');
  const provenance = wantsProvenance(values('includeAssociatedData'), unsupported);
  if (requested.length === 0) return available;
  const wanted = new Set([...requested, ...(provenance ? ['Provenance'] : [])]);
  return available.filter((type) => wanted.has(type));
}

function typeFilters(values: Values, { ignore }: Handling): string[] {
  const filters = values('_typeFilter');
  for (const filter of filters)
    if (!isSupportedFilter(filter)) ignore('_typeFilter', 'unsupported search');
  return filters.filter(isSupportedFilter);
}

const OUTSIDE_COMPARTMENTS = ['Location', 'Organization', 'Practitioner'];

/** Types outside of the patient compartment are exported at system level only. */
const isInLevel = (level: Level, type: string): boolean =>
  level.kind === 'system' || !OUTSIDE_COMPARTMENTS.includes(type);

/**
 * The patients to export (undefined: all): a group's members, narrowed by `patient`. Throws OutcomeError:
 * 404 for the group, 400 for a patient who is unknown or not a member.
 */
function patientsOf(
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
