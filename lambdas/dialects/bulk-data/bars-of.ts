import * as z from 'zod';
import type { Bar } from '../capabilities.ts';

const Text = z.string().optional().catch(undefined);
const Extensions = z.array(z.looseObject({ url: Text, valueCanonical: Text })).catch([]);

/** The part of a CapabilityStatement's `rest.resource` that may bar something from an export. */
export const BarringResource = z.looseObject({
  type: Text,
  extension: Extensions,
  searchParam: z.array(z.looseObject({ name: Text, extension: Extensions })).catch([]),
});

/** A bar names the operation it is for, or the guide's CapabilityStatement for all of them. */
const LEVELS: ReadonlyMap<string, Bar['level'][]> = new Map([
  ['export', ['system']],
  ['patient-export', ['patient']],
  ['group-export', ['group']],
  ['bulk-data', ['system', 'patient', 'group']],
]);

/** What of one resource type the server does not support in an export: all of it, or a search (rule 24). */
export const barsOf = ({
  type,
  extension,
  searchParam,
}: z.infer<typeof BarringResource>): Bar[] => [
  ...bars(`${type}`, extension),
  ...searchParam.flatMap(({ name, extension }) => bars(`${type}?${name}`, extension)),
];

const bars = (what: string, extensions: z.infer<typeof Extensions>): Bar[] =>
  extensions
    .filter(({ url }) => url?.endsWith('/operation-not-supported'))
    .flatMap(({ valueCanonical = '' }) => LEVELS.get(operationIn(valueCanonical)) ?? [])
    .map((level) => ({ level, what }));

/** `group-export` of `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export|3.0.0`. */
const operationIn = (canonical: string) =>
  /^https?:\/\/hl7\.org\/fhir\/uv\/bulkdata\/[A-Za-z]+\/([a-z-]+)/.exec(canonical)?.[1] ?? '';
