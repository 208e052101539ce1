import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { Hl7Options } from './options.ts';
import { versionNumbers } from './version.ts';

const BULK_DATA = 'http://hl7.org/fhir/uv/bulkdata';

/** The public CapabilityStatement with the operations of the version (rule 24). */
export function metadata({ url }: ServerRequest, options: Hl7Options): ServerResponse {
  const { version, operation: name = 'export', clock } = options;
  const canonical = (path: string) => `${BULK_DATA}/${path}|${versionNumbers[version]}`;
  const operation = (id: string) => [{ name, definition: canonical(`OperationDefinition/${id}`) }];
  const body = {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: clock.now().toISOString(),
    kind: 'instance',
    instantiates: [canonical('CapabilityStatement/bulk-data')],
    implementation: { description: 'A local HL7 Bulk Data server', url: `${url.origin}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        resource: typesOf(options).map((type) => {
          const id = { Patient: 'patient-export', Group: 'group-export' }[type];
          return { type, ...(id !== undefined && { operation: operation(id) }) };
        }),
        operation: operation('export'),
      },
    ],
  };
  return json(200, body, { 'content-type': 'application/fhir+json; charset=utf-8' });
}

const typesOf = ({ population, documents }: Hl7Options): string[] => [
  ...population.types,
  ...(documents ? ['DocumentReference', 'Binary'] : []),
  'Group',
];
