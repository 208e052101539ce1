import * as z from 'zod';
import { parseJsonObject } from '../../runtime/json.ts';
import type { BulkDataVersion } from '../../settings/bulk-data.ts';
import { type Capabilities, UNKNOWN_CAPABILITIES, type UnsupportedFeature } from '../dialect.ts';

// A part that is malformed counts as absent: of a long statement only a few fields matter.
const Text = z.string().optional().catch(undefined);
const Extensions = z.array(z.looseObject({ url: Text, valueCanonical: Text })).catch([]);

const CapabilityResource = z.looseObject({
  type: Text,
  extension: Extensions,
  searchParam: z.array(z.looseObject({ name: Text, extension: Extensions })).catch([]),
});

const Texts = z.array(z.string()).catch([]);
const Operation = z.looseObject({ name: Text, definition: Text });
const Operations = z.array(Operation).catch([]);
const Rest = z.looseObject({
  mode: Text,
  operation: Operations,
  resource: z.array(CapabilityResource.safeExtend({ operation: Operations })).catch([]),
});
const Statement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  instantiates: Texts,
  implementationGuide: Texts,
  rest: z.array(Rest).catch([]),
});

/**
 * What a CapabilityStatement says of bulk exports: the newest version offered, the name of its operation,
 * and what is not supported (rule 24). Never throws: what is malformed counts as absent.
 */
export function readCapabilityStatement(text: string): Capabilities {
  const checked = Statement.safeParse(parseJsonObject(text));
  if (!checked.success) return UNKNOWN_CAPABILITIES;
  const { instantiates, implementationGuide } = checked.data;
  const rest = checked.data.rest.filter(({ mode }) => mode !== 'client');
  const resources = rest.flatMap(({ resource }) => resource);
  const guide = [...instantiates, ...implementationGuide].flatMap(versionOf).sort().at(-1) ?? 'v2';
  const operations = [...rest, ...resources].flatMap(({ operation }) => operation);
  const offers = operations.flatMap((operation) => offerOf(operation, guide));
  const unsupported = resources.flatMap(unsupportedFeatures);
  return {
    ...(offers.sort(byVersion).at(-1) ?? { version: guide, operation: 'export' }),
    ...(unsupported.length > 0 && { unsupported }),
  };
}

type Offer = Pick<Capabilities, 'version' | 'operation'>;

/** The newest last; of one version, the name with the version. */
const byVersion = (a: Offer, b: Offer) =>
  `${a.version} ${a.operation}` < `${b.version} ${b.operation}` ? -1 : 1;

/**
 * An export operation. Its version is in its name, in its OperationDefinition, or else that of the
 * server's guide. Many servers name it `group-export` after its definition, but serve it as `export`.
 */
function offerOf(
  { name = '', definition = '' }: z.infer<typeof Operation>,
  guide: BulkDataVersion,
) {
  const named = /^\$?(export(?:-v(\d+))?)$/.exec(name);
  if (!named && !EXPORT_DEFINITION.test(definition)) return [];
  const version = versionNumbered(named?.[2]) ?? versionOf(definition)[0] ?? guide;
  return [{ version, operation: named?.[1] ?? 'export' }];
}

const GUIDE = /^https?:\/\/hl7\.org\/fhir\/uv\/bulkdata\//;
const EXPORT_DEFINITION = /\/uv\/bulkdata\/OperationDefinition\/(patient-|group-)?export(\||$)/;

/** The version at the end of a canonical URL of the guide, if any. */
function versionOf(canonical: string): BulkDataVersion[] {
  const version = versionNumbered(/\|(\d+)/.exec(canonical)?.[1]);
  return version && GUIDE.test(canonical) ? [version] : [];
}

/** v1 is treated as v2, and later versions as v4. */
function versionNumbered(major: string | undefined): BulkDataVersion | undefined {
  if (major === undefined) return undefined;
  if (Number(major) >= 4) return 'v4';
  return Number(major) === 3 ? 'v3' : 'v2';
}

/** The extension names an operation, or the guide's CapabilityStatement for all of them. */
const LEVELS: ReadonlyMap<string, UnsupportedFeature['level'][]> = new Map([
  ['export', ['system']],
  ['patient-export', ['patient']],
  ['group-export', ['group']],
  ['bulk-data', ['system', 'patient', 'group']],
]);

/** A resource type, or searches of it, that the server does not support in an export (rule 24). */
const unsupportedFeatures = ({
  type,
  extension,
  searchParam,
}: z.infer<typeof CapabilityResource>): UnsupportedFeature[] => [
  ...unsupportedAt(`${type}`, extension),
  ...searchParam.flatMap(({ name, extension }) => unsupportedAt(`${type}?${name}`, extension)),
];

const unsupportedAt = (
  what: string,
  extensions: z.infer<typeof Extensions>,
): UnsupportedFeature[] =>
  extensions
    .filter(({ url }) => url?.endsWith('/operation-not-supported'))
    .flatMap(({ valueCanonical = '' }) => LEVELS.get(operationIn(valueCanonical)) ?? [])
    .map((level) => ({ level, what }));

/** `group-export` of `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export|3.0.0`. */
const operationIn = (canonical: string) =>
  /^https?:\/\/hl7\.org\/fhir\/uv\/bulkdata\/[A-Za-z]+\/([a-z-]+)/.exec(canonical)?.[1] ?? '';
