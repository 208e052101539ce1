import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import { createDatabase, createPartitions, createTable, partitionsOf } from '../cases/catalog.ts';
import { cloudOver, inProcess, withFolder } from '../local-cloud.ts';

const logIn = (directory: string) =>
  join(directory, '.sluice', 'glue', 'lake', 'tables', 'patient', 'partitions.ndjson');

test('a line that a crash cut short is removed, and the log continues after it', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    await createDatabase(clients, 'lake');
    await createTable(clients, 'lake', 'patient');
    await createPartitions(clients, 'lake', 'patient', [['d', '1']]);
    appendFileSync(logIn(directory), '{"created":{"Values":["d","2"');
    await createPartitions(clients, 'lake', 'patient', [['d', '3']]);
    assert.deepEqual(await partitionsOf(clients, 'lake', 'patient'), ['d/1', 'd/3']);
  }));

test('a partition keeps its place and its parameters', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    await createDatabase(clients, 'lake');
    await createTable(clients, 'lake', 'patient');
    await createPartitions(clients, 'lake', 'patient', [['d', '1']]);
    const table = { DatabaseName: 'lake', TableName: 'patient' };
    const { Partitions } = await clients.glue.send(new GetPartitionsCommand(table));
    assert.equal(Partitions?.[0]?.StorageDescriptor?.Location, 's3://lake/d/1/');
    assert.equal(Partitions[0].TableName, 'patient');
  }));

test('a page of partitions ends after 1,000', () =>
  withFolder(async (directory) => {
    const clients = inProcess(cloudOver(directory));
    await createDatabase(clients, 'lake');
    await createTable(clients, 'lake', 'patient');
    const lines = Array.from({ length: 1001 }, (_, i) => `{"created":{"Values":["d","${i}"]}}\n`);
    appendFileSync(logIn(directory), lines.join(''));
    const table = { DatabaseName: 'lake', TableName: 'patient' };
    const page = await clients.glue.send(new GetPartitionsCommand(table));
    assert.equal(page.Partitions?.length, 1000);
    const more = { ...table, NextToken: page.NextToken };
    const rest = await clients.glue.send(new GetPartitionsCommand(more));
    assert.deepEqual(
      rest.Partitions?.map(({ Values }) => Values),
      [['d', '1000']],
    );
    assert.equal(rest.NextToken, undefined);
  }));

test('an expression, which the local catalog would ignore, is refused', () =>
  withFolder(async (directory) => {
    const { glue } = inProcess(cloudOver(directory));
    const table = { DatabaseName: 'lake', TableName: 'patient' };
    const filtered = new GetPartitionsCommand({ ...table, Expression: "export_date = 'd'" });
    await assert.rejects(glue.send(filtered), { name: 'InvalidInputException' });
  }));
