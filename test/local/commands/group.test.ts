import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { groupCommand } from '../../../local/commands/group.ts';

const Listening = z.object({ port: z.int() });
type Seen = { place: string; headers: IncomingHttpHeaders };

/** A FHIR API on this machine that stores every group, and the requests it got. */
async function fhirApi(t: TestContext): Promise<{ fhirUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    seen.push({ place: `${method} ${url}`, headers });
    response.end('{}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => server.close());
  return { fhirUrl: `http://127.0.0.1:${Listening.parse(server.address()).port}/r4`, seen };
}

/** Runs the command; gives its output and the requests of the server. */
async function commandOver(t: TestContext) {
  const { fhirUrl, seen } = await fhirApi(t);
  const folder = mkdtempSync(join(tmpdir(), 'group-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [sources, members] = [join(folder, 'sources.json'), join(folder, 'members.txt')];
  const auth = { kind: 'client-headers', secret: 'sluice/headers' };
  const source = { dialect: '1up-ste', baseUrl: fhirUrl, fhirUrl, private: true, auth };
  const open = { ...source, auth: { kind: 'none' } };
  writeFileSync(sources, JSON.stringify({ sources: { headers: source, open } }));
  writeFileSync(members, 'patient-1\npatient-2\n');
  const variable = 'SLUICE_SECRET_HEADERS';
  process.env[variable] = JSON.stringify({ client_id: 'test-client', client_secret: 'words' });
  t.after(() => delete process.env[variable]);
  const fixed = ['--sources', sources, '--members', members, '--lake', join(folder, 'lake')];
  const said: string[] = [];
  const run = async (...args: string[]) => {
    // The test runner writes to the same stream.
    const others = process.stdout.write.bind(process.stdout);
    const write = t.mock.method(process.stdout, 'write', (text: string | Uint8Array) =>
      typeof text === 'string' && text.startsWith('Group ') ? said.push(text) > 0 : others(text),
    );
    return groupCommand([...fixed, ...args]).finally(() => write.mock.restore());
  };
  return { run, seen, said };
}

test('a group is written under the user that --user names', async (t) => {
  const { run, seen, said } = await commandOver(t);
  assert.equal(await run('--source', 'headers', '--id', 'members', '--user', '123'), 0);
  const [call] = seen;
  assert.equal(call?.place, 'PUT /r4/Group/members');
  assert.equal(call?.headers['x-oneup-user-id'], '123');
  assert.match(said.join(''), /^Group members stored: 2 members, \d+ bytes\n$/);
});

test('without --user it is written under the user of the settings', async (t) => {
  const { run, seen } = await commandOver(t);
  await run('--source', 'headers', '--id', 'members');
  assert.equal(seen[0]?.headers['x-oneup-user-id'], 'client');
});

test('wrong usage sends no request', async (t) => {
  const { run, seen } = await commandOver(t);
  const usage = (message: RegExp) => ({ name: 'UsageError', message });
  for (const id of ['.', '..', 'a/b'])
    await assert.rejects(run('--source', 'headers', '--id', id), usage(/--id/));
  const headers = ['--source', 'headers', '--id', 'members'];
  await assert.rejects(run(...headers, '--user', ''), usage(/--user: is empty/));
  await assert.rejects(run('--source', 'headers'), usage(/--user <1up user id>/));
  const open = ['--source', 'open', '--id', 'members', '--user', '123'];
  await assert.rejects(run(...open), { name: 'SettingsInvalid' });
  assert.deepEqual(seen, []);
});
