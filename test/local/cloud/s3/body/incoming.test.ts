import assert from 'node:assert/strict';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setUniqueTime } from '../../../../../local/cloud/s3/body/incoming.ts';
import { withFolder } from '../../local-cloud.ts';

test('no two files get the same time, even if the clock does not advance', (context) =>
  withFolder(async (directory) => {
    const now = performance.now();
    context.mock.method(performance, 'now', () => now);
    const descriptor = openSync(join(directory, 'file'), 'w');
    const times = Array.from({ length: 5000 }, () => {
      setUniqueTime(descriptor);
      return fstatSync(descriptor, { bigint: true }).mtimeNs;
    });
    closeSync(descriptor);
    assert.equal(new Set(times).size, times.length);
  }));
