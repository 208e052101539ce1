import assert from 'node:assert/strict';
import { BatchDeletePartitionCommand, CreatePartitionCommand } from '@aws-sdk/client-glue';
import { type Case, refusedWith } from './case.ts';
import {
  createDatabase,
  createPartitions,
  createTable,
  partition,
  partitionsOf,
} from './catalog.ts';

const REFUSED = ['InvalidInputException', 'ValidationException'];

const values = (count: number): string[][] =>
  Array.from({ length: count }, (_, i) => ['2026-01-02', `run-${String(i).padStart(4, '0')}`]);

const joined = (all: string[][]): string[] => all.map((one) => one.join('/'));

export const partitionCases: Case[] = [
  {
    name: 'partitions are created in a batch and listed; those that exist fail alone',
    async run(clients) {
      await createDatabase(clients, 'partitions');
      await createTable(clients, 'partitions', 'patient');
      const [one = [], two = [], three = []] = values(3);
      assert.deepEqual(await createPartitions(clients, 'partitions', 'patient', [one, two]), []);
      const again = await createPartitions(clients, 'partitions', 'patient', [two, three]);
      assert.deepEqual(again, [[two, 'AlreadyExistsException']]);
      const all = await partitionsOf(clients, 'partitions', 'patient');
      assert.deepEqual(all, joined([one, two, three]));
    },
  },
  {
    name: 'a partition that is twice in one batch is created once',
    async run(clients) {
      await createDatabase(clients, 'partitions_twice');
      await createTable(clients, 'partitions_twice', 'patient');
      const [one = []] = values(1);
      const errors = await createPartitions(clients, 'partitions_twice', 'patient', [one, one]);
      assert.deepEqual(errors, [[one, 'AlreadyExistsException']]);
    },
  },
  {
    name: '100 partitions in one call are created; 101 are refused, and none is created',
    async run(clients) {
      await createDatabase(clients, 'partitions_100');
      await createTable(clients, 'partitions_100', 'patient');
      const tooMany = createPartitions(clients, 'partitions_100', 'patient', values(101));
      await refusedWith(tooMany, ...REFUSED);
      assert.deepEqual(await partitionsOf(clients, 'partitions_100', 'patient'), []);
      await createPartitions(clients, 'partitions_100', 'patient', values(100));
      assert.equal((await partitionsOf(clients, 'partitions_100', 'patient')).length, 100);
    },
  },
  {
    name: '2,000 partitions are listed over pages, each once',
    async run(clients) {
      await createDatabase(clients, 'partitions_many');
      await createTable(clients, 'partitions_many', 'patient');
      const all = values(2000);
      for (let i = 0; i < all.length; i += 100)
        await createPartitions(clients, 'partitions_many', 'patient', all.slice(i, i + 100));
      const found = await partitionsOf(clients, 'partitions_many', 'patient');
      assert.deepEqual(found, joined(all));
    },
  },
  {
    name: 'a partition with more or fewer values than the table has keys is refused',
    async run(clients) {
      await createDatabase(clients, 'partitions_values');
      await createTable(clients, 'partitions_values', 'patient');
      for (const wrong of [['2026-01-02'], ['2026-01-02', 'run', 'more']]) {
        const batch = createPartitions(clients, 'partitions_values', 'patient', [wrong]);
        await refusedWith(batch, ...REFUSED);
      }
      assert.deepEqual(await partitionsOf(clients, 'partitions_values', 'patient'), []);
    },
  },
  {
    name: 'a single partition is created once',
    async run(clients) {
      const table = { DatabaseName: 'partitions_one', TableName: 'patient' };
      await createDatabase(clients, table.DatabaseName);
      await createTable(clients, table.DatabaseName, table.TableName);
      const create = () =>
        clients.glue.send(
          new CreatePartitionCommand({ ...table, PartitionInput: partition(['d', 'r']) }),
        );
      await create();
      await refusedWith(create(), 'AlreadyExistsException');
    },
  },
  {
    name: 'deleted partitions are gone and can be created again',
    async run(clients) {
      const table = { DatabaseName: 'partitions_delete', TableName: 'patient' };
      await createDatabase(clients, table.DatabaseName);
      await createTable(clients, table.DatabaseName, table.TableName);
      const [one = [], two = [], none = []] = values(3);
      const create = () =>
        createPartitions(clients, table.DatabaseName, table.TableName, [one, two]);
      await create();
      const PartitionsToDelete = [{ Values: one }, { Values: none }];
      const { Errors } = await clients.glue.send(
        new BatchDeletePartitionCommand({ ...table, PartitionsToDelete }),
      );
      assert.deepEqual(
        Errors?.map(({ ErrorDetail }) => ErrorDetail?.ErrorCode),
        ['EntityNotFoundException'],
      );
      const left = await partitionsOf(clients, table.DatabaseName, table.TableName);
      assert.deepEqual(left, joined([two]));
      assert.deepEqual(await create(), [[two, 'AlreadyExistsException']]);
    },
  },
  {
    name: 'more than 25 partitions to delete in one call are refused',
    async run(clients) {
      const table = { DatabaseName: 'partitions_25', TableName: 'patient' };
      await createDatabase(clients, table.DatabaseName);
      await createTable(clients, table.DatabaseName, table.TableName);
      const PartitionsToDelete = values(26).map((Values) => ({ Values }));
      const command = new BatchDeletePartitionCommand({ ...table, PartitionsToDelete });
      await refusedWith(clients.glue.send(command), ...REFUSED);
    },
  },
  {
    name: 'partitions need their table',
    async run(clients) {
      await createDatabase(clients, 'partitions_none');
      const create = createPartitions(clients, 'partitions_none', 'patient', values(1));
      await refusedWith(create, 'EntityNotFoundException');
      const list = partitionsOf(clients, 'partitions_none', 'patient');
      await refusedWith(list, 'EntityNotFoundException');
    },
  },
];
