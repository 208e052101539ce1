import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type LoopbackServer, listen } from '../../../local/servers/http/transport.ts';
import { fhirApi } from '../../../local/servers/one-up/fhir-api.ts';
import { oneUpSte } from '../../../local/servers/one-up/ste.ts';
import { aCustomer, clientHeaders } from '../servers/customer.ts';
import { runProgram } from './run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-pipe-'));
const lake = join(folder, 'lake');
const customer = aCustomer();
const shared = { ...customer, clock: { now: () => new Date() } };
const ste = oneUpSte({ ...shared, duration: { polls: 1, seconds: 600 } });
const slow = oneUpSte({ ...shared, duration: { polls: 1000, seconds: 6000 } });
const listening: LoopbackServer[] = [];

before(async () => {
  for (const server of [ste, slow, fhirApi(shared)]) listening.push(await listen(server));
  const [steUrl, slowUrl, fhirUrl] = listening.map(({ url }) => url);
  const auth = { kind: 'client-headers', secret: 'sluice/acme' };
  const acme = { dialect: '1up-ste', baseUrl: `${steUrl}/bulk-data/r4`, auth, private: true };
  const sources = {
    acme: { ...acme, fhirUrl: `${fhirUrl}/r4` },
    slow: { ...acme, baseUrl: `${slowUrl}/bulk-data/r4` },
  };
  writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources }));
  writeFileSync(join(folder, 'members.txt'), customer.population.patientIds(5).join('\n'));
});
after(async () => {
  for (const each of listening) await each.close();
  rmSync(folder, { recursive: true });
});

const { client_id, client_secret } = clientHeaders;
const environment = { SLUICE_SECRET_ACME: JSON.stringify({ client_id, client_secret }) };
const run = (name: 'export' | 'probe' | 'group', ...args: string[]) =>
  runProgram({ name, args: [...args, ...places], environment });
const places = ['--sources', join(folder, 'sources.json'), '--lake', lake];

test('a group is written, and exported as one line of JSON with progress on stderr', async () => {
  const members = ['--id', 'cohort', '--members', join(folder, 'members.txt')];
  const written = await run('group', '--source', 'acme', ...members);
  assert.match(written.stdout, /^Group cohort created: 5 members, \d+ bytes\n$/);
  const types = ['--types', 'Patient,Coverage'];
  const exported = await run('export', '--source', 'acme', '--group', 'cohort', ...types, '--json');
  assert.equal(exported.exitStatus, 0, exported.stderr);
  assert.match(exported.stdout, /^\{.*\}\n$/);
  const { exportId, transactionTime, files, ...rest } = JSON.parse(exported.stdout);
  const end = { source: 'acme', status: 'published', complete: true, resumable: false };
  assert.deepEqual(rest, { ...end, quarantined: [], since: null, error: null });
  assert.match(exportId, /^acme-/);
  assert.ok(Date.parse(transactionTime) > 0);
  const [coverage, patients] = files;
  assert.deepEqual([coverage.type, patients.type, patients.lines], ['Coverage', 'Patient', 5]);
  assert.deepEqual(Object.keys(patients).sort(), ['bytes', 'lines', 'objects', 'type']);
  const [object] = patients.objects;
  assert.deepEqual(Object.keys(object).sort(), ['bytes', 'checksum', 'key', 'lines']);
  assert.ok(existsSync(join(lake, object.key)));
  assert.match(exported.stderr, /Kick off.*Poll.*Download.*published/s);
});

test('an export that fails is one line of JSON with its error, and exit status 1', async () => {
  const { exitStatus, stdout } = await run('export', '--source', 'acme', '--group', 'no', '--json');
  assert.equal(exitStatus, 1);
  assert.match(stdout, /^\{.*\}\n$/);
  const { status, files, error } = JSON.parse(stdout);
  assert.deepEqual([status, files, error.name], ['failed', [], 'GroupNotFound']);
});

test('Ctrl-C stops the export, has the job deleted, and says so', async () => {
  const { exitStatus, stdout } = await runProgram({
    name: 'export',
    args: ['--source', 'slow', ...places],
    environment,
    interruptAt: 'Poll',
  });
  assert.equal(exitStatus, 1);
  assert.match(stdout, /^failed slow-\S+: Cancelled: .+\n {2}nothing was published/);
  assert.equal(slow.requests.filter(({ method }) => method === 'DELETE').length, 1);
});

test('a probe publishes the patients and estimates a full export', async () => {
  const { exitStatus, stdout, stderr } = await run('probe', '--source', 'acme');
  assert.equal(exitStatus, 0, stderr);
  assert.match(stdout, /^published acme-\S+: 1 file, 20 records, /);
  assert.match(
    stdout,
    /^A full export of acme, estimated\n {2}patients +20 {3}counted by the pro/m,
  );
  assert.match(stdout, /come from 40 synthetic people/);
});
