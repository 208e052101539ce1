import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { bearerLogin } from '../../../../local/servers/auth/login.ts';
import { send } from '../send.ts';
import { anHl7Server, finished, kickedOff, posting } from './hl7-server.ts';

const Operations = z.array(z.object({ name: z.string(), definition: z.string() }));
const CapabilityStatement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  instantiates: z.array(z.string()),
  rest: z.tuple([
    z.object({
      resource: z.array(z.object({ type: z.string(), operation: Operations.optional() })),
      operation: Operations,
    }),
  ]),
});

async function stated(options: Parameters<typeof anHl7Server>[0]) {
  const { server } = anHl7Server({ login: bearerLogin('some-word'), ...options });
  const { text } = await send(server, '/fhir/metadata', { headers: {} });
  const { instantiates, rest } = CapabilityStatement.parse(JSON.parse(text));
  const of = (type: string) => rest[0].resource.find((each) => each.type === type)?.operation;
  return { instantiates, operations: [rest[0].operation, of('Patient'), of('Group')].flat() };
}

test('the public CapabilityStatement lists the operations of the version (rule 24)', async () => {
  const base = 'http://hl7.org/fhir/uv/bulkdata';
  for (const [version, number] of [
    ['v2', '2.0.0'],
    ['v3', '3.0.0'],
    ['v4', '4.0.0-ballot'],
  ] as const) {
    const { instantiates, operations } = await stated({ version });
    assert.deepEqual(instantiates, [`${base}/CapabilityStatement/bulk-data|${number}`]);
    assert.deepEqual(
      operations,
      ['export', 'patient-export', 'group-export'].map((id) => ({
        name: 'export',
        definition: `${base}/OperationDefinition/${id}|${number}`,
      })),
    );
  }
});

test('the operation may have a versioned name, also in its paths (rule 24)', async () => {
  const options = { version: 'v4', operation: 'export-v4' } as const;
  const { operations } = await stated(options);
  assert.deepEqual(new Set(operations.map((each) => each?.name)), new Set(['export-v4']));
  const { server } = anHl7Server(options);
  assert.ok((await finished(server, '/fhir/Patient/$export-v4', posting())).output.length > 0);
  assert.equal((await kickedOff(server, '/fhir/$export', posting())).status, 404);
});
