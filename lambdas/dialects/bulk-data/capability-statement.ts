import * as z from 'zod';
import { parseJsonObject } from '../../runtime/json.ts';
import type { BulkDataVersion } from '../../settings/bulk-data.ts';
import { type Capabilities, UNKNOWN_CAPABILITIES } from '../capabilities.ts';
import { BarringResource, barsOf } from './bars-of.ts';

// What is not as it should be counts as not there: a statement is long, and read for few words.
const Text = z.string().optional().catch(undefined);
const Texts = z.array(z.string()).catch([]);
const Operation = z.looseObject({ name: Text, definition: Text });
const Operations = z.array(Operation).catch([]);
const Rest = z.looseObject({
  mode: Text,
  operation: Operations,
  resource: z.array(BarringResource.safeExtend({ operation: Operations })).catch([]),
});
const Statement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  instantiates: Texts,
  implementationGuide: Texts,
  rest: z.array(Rest).catch([]),
});

/**
 * What a server's CapabilityStatement says of bulk exports: the newest version it offers, under the
 * name that this has there, and what it bars (rule 24). Never throws: what cannot be read says nothing.
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
  const barred = resources.flatMap(barsOf);
  return {
    ...(offers.sort(byVersion).at(-1) ?? { version: guide, operation: 'export' }),
    ...(barred.length > 0 && { barred }),
  };
}

type Offer = Pick<Capabilities, 'version' | 'operation'>;

/** The newest last; of one version, the name that says so. */
const byVersion = (a: Offer, b: Offer) =>
  `${a.version} ${a.operation}` < `${b.version} ${b.operation}` ? -1 : 1;

/**
 * An export operation. Its own name says the version first, then the OperationDefinition it points
 * at, then the guide that the server follows. Many servers name it `group-export` after its definition
 * and serve it as `export`.
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

/** The version at the end of a canonical URL of the guide; none where it says none. */
function versionOf(canonical: string): BulkDataVersion[] {
  const version = versionNumbered(/\|(\d+)/.exec(canonical)?.[1]);
  return version && GUIDE.test(canonical) ? [version] : [];
}

/** v1 is asked as v2 is, and what comes after v4 as v4, until it is known how. */
function versionNumbered(major: string | undefined): BulkDataVersion | undefined {
  if (major === undefined) return undefined;
  if (Number(major) >= 4) return 'v4';
  return Number(major) === 3 ? 'v3' : 'v2';
}
