import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll } from '../../../lambdas/2-poll/poll.ts';
import { download } from '../../../lambdas/4-download/download.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import {
  aDownload,
  aJob,
  aManifest,
  aSource,
  aUnit,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { aFileOf, FILE } from './files.ts';

const tokenUrl = 'https://auth.example/token';
const token = '{"access_token":"test-access","token_type":"Bearer","expires_in":7200}';
const secret = {
  client_id: 'test-client',
  client_secret: 'test-word',
  refresh_token: 'test-refresh',
};

test('a single tenant export is polled with Bearer, and its files are requested with client headers', async () => {
  const auth = { kind: 'bearer-refresh' as const, secret: 'sluice/acme', tokenUrl };
  const deps = stepDeps({
    source: aSource({ auth }),
    secrets: { 'sluice/acme': secret },
    routes: {
      [`POST ${tokenUrl}`]: { body: token },
      [`GET ${STATUS_URL}`]: { body: aManifest() },
      [FILE]: aFileOf('a'),
    },
  });
  await writeRecord(keys.job, aJob(), deps.storage);
  await writeRecord(keys.unit(1), aUnit(), deps.storage);
  const step = { exportId: EXPORT_ID, source: 'acme' };
  await poll({ ...step, polls: 0, plannedSoFar: { pages: 0, units: 0 } }, deps, () => 900_000);
  await download(aDownload(), deps, () => 900_000);
  const [, status, file] = deps.http.requests.map(({ headers }) => headers);
  assert.deepEqual([status?.authorization, status?.client_id], ['Bearer test-access', undefined]);
  assert.deepEqual([file?.authorization, file?.client_id], [undefined, 'test-client']);
});
