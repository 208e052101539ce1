import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { keySetFile, keySetFolder } from '../../lambdas/jwks/key-sets.ts';
import { people, type SteOnLoopback, steOnLoopback } from './ste-on-loopback.ts';

const PROGRAM = fileURLToPath(new URL('../../local/commands/serve.ts', import.meta.url));

const KEY = { kty: 'EC', crv: 'P-384', alg: 'ES384', use: 'sig', kid: 'first', x: 'x', y: 'y' };
const KEY_SET = { keys: [KEY] };

const Status = z.looseObject({
  id: z.string(),
  status: z.string(),
  resourceCount: z.int().nullish(),
  batches: z.looseObject({ total: z.int() }).nullish(),
  output: z.array(z.object({ type: z.string(), file: z.string(), count: z.int() })).optional(),
});

let ste: SteOnLoopback;
let origin: string;
let end: () => void;
/** The program's output that no caller has read yet, and the callers that wait for more. */
let said = '';
let listener = () => {};

/** Resolves when the program has printed this on stderr. */
async function printed(pattern: RegExp): Promise<string> {
  for (;;) {
    const match = pattern.exec(said);
    if (match) {
      said = said.slice(match.index + match[0].length);
      return match[0];
    }
    await new Promise<void>((resolve) => {
      listener = resolve;
    });
  }
}

before(async () => {
  ste = await steOnLoopback({ polls: 3, seconds: 600 });
  mkdirSync(keySetFolder(ste.sourcesFile));
  writeFileSync(keySetFile(keySetFolder(ste.sourcesFile), 'ste'), JSON.stringify(KEY_SET));
  const options = ['--sources', ste.sourcesFile, '--lake', ste.lake, '--port', '0'];
  const child = spawn(process.execPath, [PROGRAM, ...options], { env: ste.environment });
  end = () => child.kill('SIGTERM');
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    listener();
  });
  origin = await printed(/http:\/\/[\d.:]+/);
});
after(async () => {
  end();
  await ste.close();
});

const call = async (method: string, path: string, body?: object) => {
  const sent = body ? { body: JSON.stringify(body) } : {};
  const response = await fetch(`${origin}${path}`, { method, ...sent });
  return { status: response.status, headers: response.headers, json: await response.json() };
};

const start = async (body: object) => {
  const { status, headers } = await call('POST', '/exports', body);
  assert.equal(status, 202);
  return headers.get('location') ?? '';
};

const status = async (path: string) => Status.parse((await call('GET', path)).json);

test('an export is started, polled until it has ended, and its rows are read', async () => {
  const path = await start({ source: 'ste', types: ['Patient', 'Condition'] });
  // Kick off has taken the lease by then.
  await printed(/Wait {2}batches/);
  const same = await call('POST', '/exports', { source: 'ste', types: ['Condition', 'Patient'] });
  assert.equal(same.status, 409, 'the same scope is running');
  assert.equal(same.headers.get('location'), path);
  const running = await status(path);
  assert.equal(running.status, 'In Progress');
  assert.ok((running.batches?.total ?? 0) >= 2, 'the server’s batches are passed on');
  await printed(/published/);
  const { status: word, output = [], resourceCount } = await status(path);
  assert.equal(word, 'Successful');
  for (const { type, file, count } of output) {
    const text = readFileSync(join(ste.lake, file.replace('s3://lake/', '')), 'utf8');
    const rows = text.trimEnd().split('\n');
    assert.equal(rows.length, count);
    assert.ok(rows.every((row) => JSON.parse(row).resourceType === type));
  }
  const rows = output.reduce((sum, file) => sum + file.count, 0);
  assert.equal(rows, resourceCount);
  assert.equal(rows, people.count('Patient', NOW()) + people.count('Condition', NOW()));
});

test('a running export is cancelled, and so is the server’s job', async () => {
  const path = await start({ source: 'ste' });
  await printed(/Wait/);
  assert.equal((await call('DELETE', path)).status, 202);
  await printed(/failed/);
  assert.equal((await status(path)).status, 'Cancelled');
  assert.ok(ste.server.requests.some((request) => request.method === 'DELETE'));
});

test('a source that is not in the settings is not found', async () => {
  assert.equal((await call('POST', '/exports', { source: 'nobody' })).status, 404);
  assert.equal((await call('GET', '/exports/nothing')).status, 404);
});

const NOW = () => ({ until: new Date() });

test('the public keys of a source are served as in AWS (rule 9)', async () => {
  const { status: code, headers, json } = await call('GET', '/jwks/ste');
  assert.deepEqual([code, json], [200, KEY_SET]);
  assert.equal(headers.get('cache-control'), 'public, max-age=900');
  assert.equal((await call('GET', '/jwks/other')).status, 404);
});
