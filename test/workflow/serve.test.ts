import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type SteOnLoopback, steOnLoopback } from './ste-on-loopback.ts';

const PROGRAM = fileURLToPath(new URL('../../local/serve.ts', import.meta.url));

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
/** A slow server: the second export is still running when it is cancelled. */
before(async () => {
  ste = await steOnLoopback({ polls: 3, seconds: 600 });
  const options = ['--sources', ste.sourcesFile, '--lake', ste.lake, '--port', '0'];
  const child = spawn(process.execPath, [PROGRAM, ...options], { env: ste.environment });
  end = () => child.kill('SIGTERM');
  for await (const line of createInterface({ input: child.stderr })) {
    origin = /http:\/\/[\w.:]+/.exec(line)?.[0] ?? '';
    if (origin) break;
  }
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

/** Polls as a client of the API does, at its pace: the program runs in real time. */
async function ended(path: string) {
  for (;;) {
    const { json } = await call('GET', path);
    const status = Status.parse(json);
    if (status.status !== 'In Progress') return status;
    await pause(250);
  }
}

test('an export is started, polled until it is done, and its files are named', async () => {
  const started = await call('POST', '/exports', { source: 'ste', types: ['Patient', 'Condition'] });
  assert.equal(started.status, 202);
  const location = started.headers.get('location') ?? '';
  const conflict = await call('POST', '/exports', { source: 'ste', types: ['Condition', 'Patient'] });
  assert.equal(conflict.status, 409, 'the same scope is running');
  assert.equal(Status.pick({ id: true }).parse(conflict.json).id, location.split('/').at(-1));
  const { status, output = [], resourceCount } = await ended(location);
  assert.equal(status, 'Successful');
  assert.deepEqual([...new Set(output.map((file) => file.type))].sort(), ['Condition', 'Patient']);
  assert.equal(
    output.reduce((sum, file) => sum + file.count, 0),
    resourceCount,
  );
});

test('a running export is cancelled, and so is the job on the server', async () => {
  const started = await call('POST', '/exports', { source: 'ste' });
  const location = started.headers.get('location') ?? '';
  while (!ste.server.requests.some((request) => request.url.pathname.includes('/job/')))
    await pause(100);
  assert.equal((await call('DELETE', location)).status, 202);
  assert.equal((await ended(location)).status, 'Cancelled');
  while (!ste.server.requests.some((request) => request.method === 'DELETE')) await pause(100);
});

test('a source that is not in the settings is not found', async () => {
  assert.equal((await call('POST', '/exports', { source: 'nobody' })).status, 404);
  assert.equal((await call('GET', '/exports/nothing')).status, 404);
});
