import type { KickOffOptions } from '../options.ts';
import { hasParameter, type ParameterName } from '../version.ts';
import type { Asked } from './asked.ts';
import type { Handling } from './handling.ts';
import type { Level } from './order.ts';

/** The values of each parameter that the server understands. */
export type Values = (name: ParameterName) => string[];

/** How a kick-off came: `patient` is taken by POST alone, and not for the whole system (rule 12). */
export type Manner = { method: string; level: Level };

/** What is left of the parameters when those that are not supported have been dealt with. Throws Refused (400). */
export function supported(
  asked: readonly Asked[],
  { method, level }: Manner,
  { version, unsupported = [], ignores = [], takes = [] }: KickOffOptions,
  { leaveOut }: Handling,
): Values {
  const fits = (name: string) =>
    hasParameter(version, name) &&
    !unsupported.includes(name) &&
    (name !== 'patient' || (method === 'POST' && level.kind !== 'system'));
  for (const { name } of asked)
    if (!fits(name) && !takes.includes(name)) leaveOut(name, 'not supported here');
  return (wanted) =>
    asked
      .filter(({ name }) => name === wanted && fits(name) && !ignores.includes(wanted))
      .map(({ value }) => value);
}
