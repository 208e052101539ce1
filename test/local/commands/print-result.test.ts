import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printResult } from '../../../local/commands/print-result.ts';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import { aReceipt } from '../../fakes/receipts.ts';

const { kind: _, index: __, ...aFile } = aReceipt({ bytes: 1_234_567, lines: 1_500 });
const published: ExportResult = {
  exportId: 'acme-1',
  source: 'acme',
  status: 'published',
  transactionTime: '2026-01-02T00:00:00.000Z',
  since: null,
  complete: true,
  resumable: false,
  files: [aFile, aFile],
  quarantined: [],
  error: null,
};
const nothing = {
  source: 'acme',
  ...{ transactionTime: null, since: null, complete: false, resumable: false },
  files: [],
  quarantined: [],
};

const NEXT_EXPORT =
  /^ {2}the next incremental export starts where the last complete one ended, and includes this period again$/m;

function printed(result: ExportResult): string {
  const written: string[] = [];
  printResult(
    result,
    { lake: 'lake', options: ['--lake', 's3://a/b'] },
    { write: (text: string) => written.push(text) > 0 },
  );
  return written.join('');
}

test('a published export is printed with its totals, its start, and its list of files', () => {
  assert.equal(
    printed(published),
    [
      'published acme-1: 2 files, 3,000 records, 2.5 MB',
      '  changes from the beginning until 2026-01-02T00:00:00.000Z',
      '  lake/exports/acme-1/commit.json lists the files',
      '',
    ].join('\n'),
  );
});

test('an incremental export says since when; one file is singular', () => {
  const since = '2026-01-01T00:00:00.000Z';
  const text = printed({ ...published, since, files: [{ ...aFile, lines: 1 }] });
  assert.match(text, /^published acme-1: 1 file, 1 record, 1\.2 MB$/m);
  assert.match(text, /changes since 2026-01-01T00:00:00.000Z until 2026-01-02/);
});

test('a failed export is printed with its error and the location of its records', () => {
  const error = { name: 'GroupNotFound', message: 'no such group' };
  assert.equal(
    printed({ ...nothing, exportId: 'acme-1', status: 'failed', error }),
    'failed acme-1: GroupNotFound: no such group\n' +
      '  nothing was published; the records are in lake/exports/acme-1/\n',
  );
});

test('an export that had nothing new to land says so', () => {
  assert.equal(
    printed({ ...nothing, exportId: 'acme-1', status: 'unchanged', error: null }),
    'unchanged acme-1: the server has published nothing new\n',
  );
});

test('a skipped export says why', () => {
  assert.equal(
    printed({ ...nothing, exportId: 'acme-1', status: 'skipped', error: null }),
    'skipped acme-1: another export of the same scope is running\n',
  );
});

test('an incomplete export says so, and where to look (M11)', () => {
  const text = printed({ ...published, complete: false });
  assert.match(text, /NOT COMPLETE: the server reported errors; .* bulk_outcome/);
  assert.match(text, NEXT_EXPORT);
});

test('compressed or divided files are printed with the size of their content and of their objects', () => {
  const [object] = aFile.objects;
  assert.ok(object);
  const files = [{ ...aFile, objects: [1, 2, 3].map(() => ({ ...object, bytes: 100_000 })) }];
  const text = printed({ ...published, files });
  assert.match(text, /: 1 file, 1,500 records, 1\.2 MB, stored as 3 objects of 0\.3 MB$/m);
});

test('at most ten quarantined files are listed, with their keys and the broken line (D10)', () => {
  const quarantined = Array.from({ length: 11 }, (_, i) => ({
    ...{ type: 'Patient', key: `exports/acme-1/quarantine/${i}`, bytes: 1, problem: 'line 7' },
  }));
  const text = printed({ ...published, complete: false, quarantined });
  assert.match(text, /NOT COMPLETE: 11 files in quarantine/);
  assert.match(text, /^ {4}Patient: line 7: lake\/exports\/acme-1\/quarantine\/0$/m);
  assert.match(text, /quarantine\/9$\n {4}and 1 more, in commit\.json$/m);
  assert.match(text, NEXT_EXPORT);
});

test('a failed export whose job the server keeps says how to resume it', () => {
  const error = { name: 'ServerUnavailable', message: 'down' };
  const failed = { ...nothing, exportId: 'acme-1', status: 'failed' as const, error };
  const text = printed({ ...failed, resumable: true });
  assert.match(text, /npm run export -- --source acme --resume acme-1 --lake s3:\/\/a\/b$/m);
});
