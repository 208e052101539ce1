import { z } from 'zod';
import { Refused } from '../../shared/refused.ts';
import type { Handling } from './handling.ts';

const Instant = z.iso.datetime({ offset: true });
const FORMATS = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const PROVENANCE = ['LatestProvenanceResources', 'RelevantProvenanceResources'];

/** An instant; undefined where there is none. Throws Refused (400). */
export function instantOf(name: string, [text]: readonly string[]): Date | undefined {
  if (text === undefined) return undefined;
  if (!Instant.safeParse(text).success) throw new Refused(400, 'value', `${name} is no instant`);
  return new Date(text);
}

/** A boolean; false where there is none. Throws Refused (400). */
export function booleanOf(name: string, [text = 'false']: readonly string[]): boolean {
  if (text !== 'true' && text !== 'false')
    throw new Refused(400, 'value', `${name} is neither true nor false`);
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
