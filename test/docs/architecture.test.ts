import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

describe('where to change what', () => {
  const table = readFileSync('docs/architecture.md', 'utf8')
    .split('## Where to change what')[1]
    ?.split('\n## ')[0];
  const rows = (table ?? '').split('\n').filter((line) => /^\| [a-z]/.test(line));
  const filesOf = (row: string) =>
    [...row.matchAll(/`([^`]+\/[^`]+|README\.md)`/g)].map(([, file = '']) => file);

  test('names at least twenty things', () => {
    assert.ok(rows.length >= 21, `${rows.length} rows with the head of the table`);
  });

  for (const row of rows.slice(1))
    test(`names one to three files that exist: ${row.split('|')[1]?.trim()}`, () => {
      const files = filesOf(row);
      assert.ok(files.length >= 1 && files.length <= 3);
      assert.deepEqual(
        files.filter((file) => !existsSync(file)),
        [],
      );
    });
});
