import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runProgram } from './run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-usage-'));
after(() => rmSync(folder, { recursive: true }));
const lake = join(folder, 'lake');

const good = {
  dialect: '1up-mte',
  baseUrl: 'https://analytics.example/r4',
  fhirUrl: 'https://api.example/r4',
  auth: { kind: 'client-headers', secret: 'sluice/acme' },
};
const bearer = { ...good.auth, kind: 'bearer-refresh', tokenUrl: 'https://auth.example/token' };

/** A settings file with the source `acme`. */
function settings(name: string, acme: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ sources: { acme } }));
  return file;
}

const acme = ['--source', 'acme', '--lake', lake];
const cases: [string, 'export' | 'probe' | 'group', string[], RegExp][] = [
  ['no source', 'export', ['--json', '--lake', lake], /^--source is missing$/m],
  ['no source to probe', 'probe', ['--lake', lake], /^usage: npm run probe -- --source <id>/m],
  ['no group', 'group', acme, /^--source, --id and --members are required$/m],
  [
    'a missing settings file',
    'export',
    [...acme, '--sources', join(folder, 'none.json')],
    /none\.json: cannot be read; name the file with --sources$/m,
  ],
  [
    'a wrong field of the settings',
    'export',
    [...acme, '--sources', settings('wrong.json', { ...good, dialect: 'fax', extra: 1 })],
    /wrong\.json: sources\.acme\.dialect: .*"1up-ste".*\n.*sources\.acme: Unrecognized key: "extra"/,
  ],
  [
    'an unknown source',
    'export',
    ['--source', 'birch', '--lake', lake, '--sources', settings('good.json', good)],
    /^no source "birch" in the settings; known: acme$/m,
  ],
  [
    'a group at a source whose login exports none',
    'export',
    [...acme, '--group', 'g', '--sources', settings('bearer.json', { ...good, auth: bearer })],
    /^auth: 1up multi tenant exports groups to client-headers only$/m,
  ],
  [
    'a missing credential',
    'export',
    [...acme, '--json', '--sources', settings('good.json', good)],
    /set the environment variable SLUICE_SECRET_ACME to /m,
  ],
];
for (const [what, name, args, says] of cases)
  test(`${what} ends in exit status 2 with a message on stderr only, and no lake is created`, async () => {
    const { exitStatus, stdout, stderr } = await runProgram({ name, args });
    assert.equal(exitStatus, 2, stderr);
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace');
    assert.equal(stdout, '');
    assert.ok(!existsSync(lake));
  });
