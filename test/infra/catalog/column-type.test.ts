import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duckdbType, hiveType, list, struct } from '../../../infra/catalog/column-type.ts';

const name = struct({ familyName: 'string', given: list('string'), rank: 'int', sure: 'boolean' });

test('Hive gets lower-case field names without spaces', () => {
  assert.equal(
    hiveType(list(name)),
    'array<struct<familyname:string,given:array<string>,rank:int,sure:boolean>>',
  );
});

test('DuckDB gets the names exactly as in the JSON', () => {
  assert.equal(
    duckdbType(list(name)),
    'STRUCT("familyName" VARCHAR, "given" VARCHAR[], "rank" INTEGER, "sure" BOOLEAN)[]',
  );
});

test('numbers have the same width in both', () => {
  assert.deepEqual(
    (['int', 'bigint', 'double'] as const).map((type) => [hiveType(type), duckdbType(type)]),
    [
      ['int', 'INTEGER'],
      ['bigint', 'BIGINT'],
      ['double', 'DOUBLE'],
    ],
  );
});
