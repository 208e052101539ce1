import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { isolated } from './run-files.ts';
import { runTests, runWithin, started, testFiles } from './test-runs.ts';

const ONE = "test('one', () => {});";
/** The totals at the end of a report. */
const totals = (stdout: string) =>
  Object.fromEntries(
    [...stdout.matchAll(/^ℹ (\w+) (\d+)$/gm)].map(([, name, sum]) => [name, Number(sum)]),
  );

test('the report of several files is like that of node:test: every test, and their totals', async (t) => {
  const { status, stdout } = await runTests(t, {
    good: `${ONE} test('skipped', { skip: 'not here' }, () => {});`,
    other: "test('two', async (t) => { await t.test('inner', () => {}); });",
  });
  assert.equal(status, 0);
  for (const line of [/✔ one/, /﹣ skipped .*# not here/, /▶ two\n.*✔ inner/])
    assert.match(stdout, line);
  assert.deepEqual(totals(stdout), {
    ...{ tests: 4, suites: 2, pass: 3, fail: 0, cancelled: 0, skipped: 1, todo: 0 },
    duration_ms: totals(stdout).duration_ms,
  });
});

test('a failure is repeated in full at the end, and fails the run', async (t) => {
  const { status, stdout } = await runTests(t, {
    bad: "test('bad', () => { throw new RangeError('marker'); });",
    good: ONE,
  });
  assert.equal(status, 1);
  assert.deepEqual([totals(stdout).pass, totals(stdout).fail], [1, 1]);
  assert.match(
    stdout,
    /failing tests:[\s\S]*test at .*bad\.test\.ts:2:\d+\n✖ bad[\s\S]*RangeError: marker/,
  );
});

for (const [what, source, expected] of [
  ['has no test', 'export {};', /✖ .*broken\.test\.ts\n.*no test ran in this file/],
  [
    'cannot be loaded',
    "throw new RangeError('marker');",
    /✖ .*broken\.test\.ts[\s\S]*RangeError: marker/,
  ],
  ['breaks while it is loaded', `${ONE} throw new RangeError('marker');`, /RangeError: marker/],
  [
    'ends its process',
    "test('exit', () => { process.exit(0); });",
    /✖ .*broken\.test\.ts\n.*process/,
  ],
  [
    'is killed',
    "test('kill', () => { process.kill(process.pid, 'SIGKILL'); });",
    /✖ .*broken\.test\.ts\n.*the process was ended by SIGKILL/,
  ],
] as const)
  test(`a file that ${what} fails under its name, and the others run`, async (t) => {
    const { status, stdout } = await runTests(t, {
      broken: source,
      ...Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`good-${i}`, ONE])),
    });
    assert.equal(status, 1);
    assert.match(stdout.slice(stdout.indexOf('failing tests:')), expected);
    assert.equal(stdout.match(/✔ \S*good-\d\.test\.ts/g)?.length, 4);
  });

for (const [what, source, expected] of [
  [
    'waits for ever',
    "setInterval(() => {}, 1000); test('waits', () => new Promise(() => {}));",
    /✖ waits[\s\S]*timed out after 1000ms/,
  ],
  ['never gives way', "test('spins', () => { for (;;); });", /✖ .*slow\.test\.ts\n.*took longer/],
] as const)
  test(`a file that ${what} is ended after its time limit, and named`, async (t) => {
    const { stdout } = await runWithin(t, { slow: source });
    assert.match(stdout.slice(stdout.indexOf('failing tests:')), expected);
  });

test('for a process that does not end, the files that left handles open are named', async (t) => {
  const { stdout } = await runWithin(t, { good: ONE, slow: `${ONE} setInterval(() => {}, 1000);` });
  assert.match(stdout, /slow\.test\.ts left open: Timeout\n/);
  assert.doesNotMatch(stdout, /good\.test\.ts left open/);
});

test('files share a process one after the other, and each has its own hooks', async (t) => {
  const file = (name: string) => `
    before(() => { globalThis.world = '${name}'; });
    after(() => { delete globalThis.world; });
    const seen = globalThis.world;
    test('alone', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (globalThis.world !== '${name}' || seen !== undefined) throw new Error('not alone');
    });`;
  const { status, stdout } = await runTests(t, { a: file('a'), b: file('b'), c: file('c') });
  assert.equal(status, 0, stdout);
});

test('Ctrl-C ends the processes of the files, and the run fails', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const [file = ''] = testFiles(t, {
    waiting: `import { connect } from 'node:net';
      const { port } = ${JSON.stringify(server.address())};
      connect(port, "127.0.0.1");
      test('waits', () => new Promise(() => {}));`,
  });
  const { child, ended } = started(t, ['test/run.ts', file]);
  const [socket] = await once(server, 'connection');
  const closed = once(socket.resume(), 'close');
  child.kill('SIGINT');
  const { status, stdout } = await ended;
  await closed;
  assert.equal(status, 1);
  assert.match(stdout, /✖ .*waiting\.test\.ts\n.*ended by SIGINT/);
});

test('a name that matches no file is an error, and nothing runs', async (t) => {
  const { status, stdout, stderr } = await started(t, ['test/run.ts', 'test/nothing']).ended;
  assert.deepEqual([status, stdout, stderr], [2, '', 'there is no test file test/nothing\n']);
});

test('every isolated file exists', () => {
  for (const file of Object.keys(isolated)) assert.ok(existsSync(file), file);
});
