import { z } from 'zod';
import { OutcomeError } from '../http/server.ts';
import type { Level } from './kick-off-request.ts';
import type { KickOffOptions } from './options.ts';
import type { ParameterValue } from './parameters.ts';
import { hasParameter, type ParameterName } from './version.ts';

/** How unsupported parameters are handled: an error, or ignored and recorded. */
export type Handling = {
  /** Throws OutcomeError (400) where handling is strict. */
  ignore(name: string, why: string): void;
  readonly ignored: readonly string[];
};

/** Strict or lenient handling, as the client prefers (rules 17, 22). */
export function handling(lenient: boolean): Handling {
  const ignored: string[] = [];
  return {
    ignored,
    ignore(name, why) {
      if (!lenient) throw new OutcomeError(400, 'not-supported', `${name}: ${why}`);
      if (!ignored.includes(name)) ignored.push(name);
    },
  };
}

/** The values of each parameter that the server supports. */
export type Values = (name: ParameterName) => string[];

/** `patient` is supported by POST only, and not at system level (rule 12). */
export type KickOffContext = { method: string; level: Level };

/** The values of the supported parameters; the others are handled. Throws OutcomeError (400). */
export function supportedValues(
  parameters: readonly ParameterValue[],
  { method, level }: KickOffContext,
  { version, unsupported = [], ignoredSilently = [], extraParameters = [] }: KickOffOptions,
  { ignore }: Handling,
): Values {
  const isSupported = (name: string) =>
    hasParameter(version, name) &&
    !unsupported.includes(name) &&
    (name !== 'patient' || (method === 'POST' && level.kind !== 'system'));
  for (const { name } of parameters)
    if (!isSupported(name) && !extraParameters.includes(name)) ignore(name, 'not supported here');
  return (wanted) =>
    ignoredSilently.includes(wanted)
      ? []
      : parameters
          .filter(({ name }) => name === wanted && isSupported(name))
          .map(({ value }) => value);
}

const Instant = z.iso.datetime({ offset: true });
const FORMATS = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const PROVENANCE = ['LatestProvenanceResources', 'RelevantProvenanceResources'];

/** An instant; undefined where the parameter is absent. Throws OutcomeError (400). */
export function instantOf(name: string, [text]: readonly string[]): Date | undefined {
  if (text === undefined) return undefined;
  if (!Instant.safeParse(text).success)
    throw new OutcomeError(400, 'value', `${name} is not an instant`);
  return new Date(text);
}

/** A boolean; false where the parameter is absent. Throws OutcomeError (400). */
export function booleanOf(name: string, [text = 'false']: readonly string[]): boolean {
  if (text !== 'true' && text !== 'false')
    throw new OutcomeError(400, 'value', `${name} is neither true nor false`);
  return text === 'true';
}

/** Checks `_outputFormat`: NDJSON is the only format. Throws OutcomeError (400). */
export function checkFormat([text]: readonly string[], { ignore }: Handling): void {
  if (text !== undefined && !FORMATS.includes(text))
    ignore('_outputFormat', 'only NDJSON is supported');
}

/** Reads `organizeOutputBy`. Throws OutcomeError (400). */
export function organizedBy([text]: readonly string[], { ignore }: Handling): 'type' | 'Patient' {
  if (text !== undefined && text !== 'Patient')
    ignore('organizeOutputBy', 'only Patient is supported');
  return text === 'Patient' ? 'Patient' : 'type';
}

/** Whether `includeAssociatedData` asks for Provenance, all of which is the latest here. Throws OutcomeError (400). */
export function wantsProvenance(values: readonly string[], { ignore }: Handling): boolean {
  for (const value of values)
    if (!PROVENANCE.includes(value)) ignore('includeAssociatedData', 'unknown value');
  return values.some((value) => PROVENANCE.includes(value));
}
