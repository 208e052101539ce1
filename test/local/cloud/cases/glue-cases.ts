import assert from 'node:assert/strict';
import { GetDatabaseCommand, GetTableCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import { type Case, refusedWith } from './case.ts';
import { createDatabase, createTable } from './catalog.ts';

export const glueCases: Case[] = [
  {
    name: 'a database is created once and found; an unknown one is EntityNotFoundException',
    async run(clients) {
      await createDatabase(clients, 'glue_once');
      await refusedWith(createDatabase(clients, 'glue_once'), 'AlreadyExistsException');
      const found = await clients.glue.send(new GetDatabaseCommand({ Name: 'glue_once' }));
      assert.equal(found.Database?.Name, 'glue_once');
      const none = clients.glue.send(new GetDatabaseCommand({ Name: 'glue_none' }));
      await refusedWith(none, 'EntityNotFoundException');
    },
  },
  {
    name: 'a table keeps its columns, keys and location, and is created once',
    async run(clients) {
      await createDatabase(clients, 'glue_tables');
      await createTable(clients, 'glue_tables', 'patient');
      await refusedWith(createTable(clients, 'glue_tables', 'patient'), 'AlreadyExistsException');
      const { Table } = await clients.glue.send(
        new GetTableCommand({ DatabaseName: 'glue_tables', Name: 'patient' }),
      );
      assert.deepEqual(Table?.StorageDescriptor?.Columns, [{ Name: 'id', Type: 'string' }]);
      assert.equal(Table.StorageDescriptor.Location, 's3://lake/patient/');
      const keys = Table.PartitionKeys?.map(({ Name }) => Name);
      assert.deepEqual(keys, ['export_date', 'export_id']);
    },
  },
  {
    name: 'a table needs its database, and an unknown table is EntityNotFoundException',
    async run(clients) {
      const orphan = createTable(clients, 'glue_no_database', 'patient');
      await refusedWith(orphan, 'EntityNotFoundException');
      await createDatabase(clients, 'glue_empty');
      const none = new GetTableCommand({ DatabaseName: 'glue_empty', Name: 'patient' });
      await refusedWith(clients.glue.send(none), 'EntityNotFoundException');
      const all = await clients.glue.send(new GetTablesCommand({ DatabaseName: 'glue_empty' }));
      assert.deepEqual(all.TableList, []);
    },
  },
  {
    name: 'the tables of a database are listed by name',
    async run(clients) {
      await createDatabase(clients, 'glue_list');
      for (const name of ['patient', 'claim']) await createTable(clients, 'glue_list', name);
      const all = await clients.glue.send(new GetTablesCommand({ DatabaseName: 'glue_list' }));
      assert.deepEqual(all.TableList?.map(({ Name }) => Name).sort(), ['claim', 'patient']);
    },
  },
  {
    name: 'names of databases and tables are stored in lower case',
    async run(clients) {
      await createDatabase(clients, 'Glue_Case');
      await createTable(clients, 'Glue_Case', 'Patient');
      const { Table } = await clients.glue.send(
        new GetTableCommand({ DatabaseName: 'glue_case', Name: 'patient' }),
      );
      assert.equal(Table?.Name, 'patient');
    },
  },
  {
    name: 'a partition key with the name of a column is refused',
    async run(clients) {
      await createDatabase(clients, 'glue_key');
      const PartitionKeys = [{ Name: 'ID', Type: 'string' }];
      const table = createTable(clients, 'glue_key', 'patient', { PartitionKeys });
      await refusedWith(table, 'InvalidInputException', 'ValidationException');
    },
  },
  {
    name: 'a column type beyond 131,072 characters is refused',
    async run(clients) {
      await createDatabase(clients, 'glue_type');
      const typed = (Type: string) => ({ Columns: [{ Name: 'id', Type }] });
      const fits = { StorageDescriptor: typed('x'.repeat(131_072)) };
      await createTable(clients, 'glue_type', 'fits', fits);
      const long = { StorageDescriptor: typed('x'.repeat(131_073)) };
      const table = createTable(clients, 'glue_type', 'long', long);
      await refusedWith(table, 'InvalidInputException', 'ValidationException');
    },
  },
];
