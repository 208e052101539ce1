import { z } from 'zod';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Population } from '../../people/population.ts';
import type { Window } from '../../people/selection.ts';
import type { KickOffRequest, ServerOptions } from '../export/files.ts';
import { type GroupStore, membersOf } from '../export/groups.ts';
import { OutcomeError, type ServerRequest } from '../http/server.ts';
import type { Accounts } from './accounts.ts';

/** What every server of 1upHealth is made of. */
export type OneUpOptions = ServerOptions & { accounts: Accounts };

/** With `exact`, `_type=patient` is an error; 1upHealth documents no case (1up 5). */
export type KickOffDeps = {
  clock: Pick<Clock, 'now'>;
  population: Population;
  groups: GroupStore;
  typeCase?: 'any' | 'exact';
};

const Since = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** Reads a kick-off at system or group level. Throws OutcomeError: 400 for parameters, 404 for the group. */
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
    throw new OutcomeError(400, 'value', '_since is not a date or instant');
  return new Date(text);
}

function typesOf(text: string | null, { population, typeCase = 'any' }: KickOffDeps) {
  if (text === null) return population.types;
  const types = text.split(',');
  const pattern = typeCase === 'any' ? /^[A-Za-z]+$/ : /^[A-Z][A-Za-z]+$/;
  if (!types.every((type) => pattern.test(type)))
    throw new OutcomeError(400, 'value', '_type is not a list of resource types');
  const lowerCase = new Set(types.map((type) => type.toLowerCase()));
  return population.types.filter((type) => lowerCase.has(type.toLowerCase()));
}

/** A kick-off's response that lists the files at once. */
export const fileList = ({ request, window }: KickOffRequest, output: readonly object[]) => ({
  transactionTime: window.until.toISOString(),
  request,
  requiresAccessToken: true,
  output,
});
