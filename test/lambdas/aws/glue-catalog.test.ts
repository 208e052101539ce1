import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { glueCatalog } from '../../../lambdas/aws/glue-catalog.ts';
import { type AwsReply, awsWire, jsonCall } from '../../fakes/aws-wire.ts';

const columns = { Columns: [{ Name: 'line', Type: 'string' }], Location: 's3://lake/fhir/' };
const json = (body: object, status = 200): AwsReply => ({ status, body: JSON.stringify(body) });
const table = json({ Table: { Name: 'fhir_raw', StorageDescriptor: columns } });

function world(...answers: AwsReply[]) {
  const { requests, aws } = awsWire(answers);
  const catalog = glueCatalog(aws, 'sluice', 's3://lake/');
  return { catalog, calls: () => requests.map(jsonCall) };
}

const partition = (value: string) => ({ values: [value], prefix: `fhir/${value}/` });

test('a partition has the table’s descriptor with a location of its own', async () => {
  const { catalog, calls } = world(table, json({}));
  await catalog.register('fhir_raw', [partition('Patient')]);
  assert.deepEqual(calls(), [
    { operation: 'GetTable', input: { DatabaseName: 'sluice', Name: 'fhir_raw' } },
    {
      operation: 'BatchCreatePartition',
      input: {
        DatabaseName: 'sluice',
        TableName: 'fhir_raw',
        PartitionInputList: [
          {
            Values: ['Patient'],
            Parameters: { classification: 'json' },
            StorageDescriptor: { ...columns, Location: 's3://lake/fhir/Patient/' },
          },
        ],
      },
    },
  ]);
});

const failures = (...codes: string[]) =>
  json({ Errors: codes.map((ErrorCode) => ({ ErrorDetail: { ErrorCode } })) });

test('a partition that exists already is a success (S7)', async () => {
  const { catalog } = world(table, failures('AlreadyExistsException', 'AlreadyExistsException'));
  await catalog.register('fhir_raw', [partition('a'), partition('b')]);
});

test('a failed partition among existing ones is an error with its code', async () => {
  const code = 'ResourceNumberLimitExceededException';
  const { catalog, calls } = world(table, failures('AlreadyExistsException', code));
  await assert.rejects(catalog.register('fhir_raw', [partition('a'), partition('b')]), {
    message: `Glue refused a partition of fhir_raw: ${code}`,
  });
  assert.equal(calls().length, 2);
});

for (const code of [
  'InternalServiceException',
  'OperationTimeoutException',
  'ThrottlingException',
  'ConcurrentModificationException',
]) {
  test(`a partition that fails with ${code} in a 200 is sent again with its batch (S1, S7)`, async () => {
    const exists = failures('AlreadyExistsException');
    const { catalog, calls } = world(table, failures(code), failures(code, code), exists);
    await catalog.register('fhir_raw', [partition('a'), partition('b')]);
    const [, first, second, third] = calls();
    assert.deepEqual([second, third], [first, first]);
  });

  test(`a partition that always fails with ${code} ends in an error of that name, which the state retries`, async () => {
    const { catalog, calls } = world(table, failures(code));
    await assert.rejects(catalog.register('fhir_raw', [partition('a')]), {
      name: code,
      message: new RegExp(`Glue refused a partition of fhir_raw: ${code}`),
    });
    assert.equal(calls().length, 7);
  });
}

test('where one partition cannot succeed, its batch is not sent again', async () => {
  const { catalog, calls } = world(
    table,
    failures('InternalServiceException', 'InvalidInputException'),
  );
  await assert.rejects(catalog.register('fhir_raw', [partition('a'), partition('b')]), {
    name: 'InvalidInputException',
  });
  assert.equal(calls().length, 2);
});

test('a whole batch that times out in Glue is sent again (S1)', async () => {
  const timeout = json({ __type: 'OperationTimeoutException' }, 400);
  const { catalog, calls } = world(table, timeout, json({}));
  await catalog.register('fhir_raw', [partition('a')]);
  assert.equal(calls().length, 3);
});

test('a table that does not exist is an error', async () => {
  const { catalog } = world(json({ __type: 'EntityNotFoundException' }, 400));
  await assert.rejects(catalog.register('fhir_raw', [partition('a')]), {
    name: 'EntityNotFoundException',
  });
});

const Batch = z.looseObject({ PartitionInputList: z.array(z.unknown()) });

for (const [count, batches] of [
  [0, []],
  [1, [1]],
  [100, [100]],
  [101, [100, 1]],
  [250, [100, 100, 50]],
] as const)
  test(`${count} partitions go in batches of ${batches.join(', ') || 'nothing'}`, async () => {
    const { catalog, calls } = world(table, json({}));
    const partitions = Array.from({ length: count }, (_, i) => partition(`p${i}`));
    await catalog.register('fhir_raw', partitions);
    const created = calls().filter(({ operation }) => operation === 'BatchCreatePartition');
    assert.deepEqual(
      created.map(({ input }) => Batch.parse(input).PartitionInputList.length),
      batches,
    );
  });
