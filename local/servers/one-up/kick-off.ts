import { z } from 'zod';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Window } from '../../people/chosen.ts';
import type { Population } from '../../people/population.ts';
import type { GroupStore } from '../export/groups.ts';
import { OutcomeError, type ServerRequest } from '../http/server.ts';

/** What a kick-off asks for: a window of time that stands still, and the types in it. */
export type KickOffRequest = {
  readonly request: string;
  readonly types: readonly string[];
  readonly window: Window;
};

/** What an order is read against; with `exact`, `_type=patient` is refused, since 1upHealth documents no case (1up 5). */
export type KickOffDeps = {
  clock: Pick<Clock, 'now'>;
  population: Population;
  groups: GroupStore;
  typeCase?: 'any' | 'exact';
};

const Since = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** Reads a kick-off of everybody or of a group. Throws Refused: 400 for parameters, 404 for the group. */
export function readKickOff(
  { url }: ServerRequest,
  group: string | undefined,
  deps: KickOffDeps,
): KickOffRequest {
  const window: Window = {
    since: sinceOf(url.searchParams.get('_since')),
    until: deps.clock.now(),
    patients: group === undefined ? undefined : membersOf(group, deps.groups),
  };
  return { request: url.href, types: typesOf(url.searchParams.get('_type'), deps), window };
}

function sinceOf(text: string | null): Date | undefined {
  if (text === null) return undefined;
  if (!Since.safeParse(text).success)
    throw new OutcomeError(400, 'value', '_since is no date or instant');
  return new Date(text);
}

function typesOf(text: string | null, { population, typeCase = 'any' }: KickOffDeps) {
  if (text === null) return population.types;
  const asked = text.split(',');
  const pattern = typeCase === 'any' ? /^[A-Za-z]+$/ : /^[A-Z][A-Za-z]+$/;
  if (!asked.every((type) => pattern.test(type)))
    throw new OutcomeError(400, 'value', '_type is no list of resource types');
  const lowerCase = new Set(asked.map((type) => type.toLowerCase()));
  return population.types.filter((type) => lowerCase.has(type.toLowerCase()));
}

function membersOf(group: string, groups: GroupStore): ReadonlySet<string> {
  const members = groups.members(group);
  if (!members) throw new OutcomeError(404, 'not-found', 'no such group');
  return members;
}
