import { z } from 'zod';
import { OutcomeError } from '../http/server.ts';
import type { Asked } from './kick-off-parameters.ts';
import type { Level } from './kick-off-request.ts';
import type { KickOffOptions } from './options.ts';
import { hasParameter, type ParameterName } from './version.ts';

const Instant = z.iso.datetime({ offset: true });
const FORMATS = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const PROVENANCE = ['LatestProvenanceResources', 'RelevantProvenanceResources'];

/** An instant; undefined where there is none. Throws Refused (400). */
export function instantOf(name: string, [text]: readonly string[]): Date | undefined {
  if (text === undefined) return undefined;
  if (!Instant.safeParse(text).success)
    throw new OutcomeError(400, 'value', `${name} is no instant`);
  return new Date(text);
}

/** A boolean; false where there is none. Throws Refused (400). */
export function booleanOf(name: string, [text = 'false']: readonly string[]): boolean {
  if (text !== 'true' && text !== 'false')
    throw new OutcomeError(400, 'value', `${name} is neither true nor false`);
  return text === 'true';
}

/** Checks that files are asked for as NDJSON, the one format there is. Throws Refused (400). */
export function checkFormat([text]: readonly string[], { leaveOut }: Handling): void {
  if (text !== undefined && !FORMATS.includes(text))
    leaveOut('_outputFormat', 'NDJSON is all there is');
}

/** Checks that files are organized by Patient, where by anything. Throws Refused (400). */
export function organizedBy([text]: readonly string[], { leaveOut }: Handling): 'type' | 'Patient' {
  if (text !== undefined && text !== 'Patient')
    leaveOut('organizeOutputBy', 'Patient is all that is supported');
  return text === 'Patient' ? 'Patient' : 'type';
}

/** Whether provenance is asked for; each resource has one here, so that the latest are all. Throws Refused (400). */
export function wantsProvenance(values: readonly string[], { leaveOut }: Handling): boolean {
  for (const value of values)
    if (!PROVENANCE.includes(value)) leaveOut('includeAssociatedData', 'unknown value');
  return values.some((value) => PROVENANCE.includes(value));
}

/** What becomes of what is not supported: it is refused, or left out and remembered. */
export type Handling = {
  /** Throws Refused (400) where handling is strict. */
  leaveOut(name: string, why: string): void;
  readonly leftOut: readonly string[];
};

/** Strict or lenient, as the client prefers (rules 17, 22). */
export function handling(lenient: boolean): Handling {
  const leftOut: string[] = [];
  return {
    leftOut,
    leaveOut(name, why) {
      if (!lenient) throw new OutcomeError(400, 'not-supported', `${name}: ${why}`);
      if (!leftOut.includes(name)) leftOut.push(name);
    },
  };
}

/** The values of each parameter that the server understands. */
export type Values = (name: ParameterName) => string[];

/** How a kick-off came: `patient` is taken by POST alone, and not for the whole system (rule 12). */
export type Manner = { method: string; level: Level };

/** What is left of the parameters when those that are not supported have been dealt with. Throws Refused (400). */
export function supported(
  asked: readonly Asked[],
  { method, level }: Manner,
  {
    version,
    unsupported = [],
    ignoredSilently: ignores = [],
    extraParameters: takes = [],
  }: KickOffOptions,
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
