import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

/** The direct path has one entry point, so that a setting can leave it out. */

const ROOM = 'lambdas/http/direct/';
const OWN_TESTS = 'test/lambdas/http/direct/';

type Import = { from: string; of: string };

const IMPORT =
  /^(?:import|export)\s[^;'"]*?from\s*['"](?<named>[^'"]+)['"]|\bimport\(?\s*['"](?<bare>[^'"]+)['"]/gm;

const imports: Import[] = globSync('{bench,infra,lambdas,local,test}/**/*.ts').flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(IMPORT)].map(({ groups: { named, bare } = {} }) => {
    const of = named ?? bare ?? '';
    return { from, of: of.startsWith('.') ? join(dirname(from), of) : of };
  }),
);
const outside = imports.filter(({ from }) => !from.startsWith(ROOM) && !from.startsWith(OWN_TESTS));
const inside = imports.filter(({ from }) => from.startsWith(ROOM));

test('only the choice of the transport imports the room, by its entry point', () => {
  const entering = outside.filter(({ of }) => of.startsWith(ROOM));
  assert.deepEqual(entering, [{ from: 'lambdas/http/http-for.ts', of: `${ROOM}direct-http.ts` }]);
});

test('the room imports Node and what both transports share', () => {
  const shared = [
    ...['connect.ts', 'http.ts', 'keep-alive-sockets.ts', 'progress-watchdog.ts'],
    '../runtime/clock.ts',
  ].map((file) => join('lambdas/http', file));
  const others = new Set(inside.map(({ of }) => of).filter((of) => !of.startsWith(ROOM)));
  assert.deepEqual([...others].sort(), ['node:net', 'node:stream', 'node:tls', ...shared].sort());
});

test('no file of the room imports itself by way of others', () => {
  const next = (file: string) =>
    inside.filter(({ from, of }) => from === file && of.startsWith(ROOM)).map(({ of }) => of);
  const reached = (files: string[], seen = new Set<string>()): Set<string> => {
    for (const file of files) if (!seen.has(file)) reached(next(file), seen.add(file));
    return seen;
  };
  for (const file of globSync(`${ROOM}*.ts`))
    assert.ok(!reached(next(file)).has(file), `${file} imports itself`);
});

test('no code depends on whether a body is one of the direct path', () => {
  const asking = globSync('{bench,infra,lambdas,local}/**/*.ts').filter((file) =>
    /instanceof (Direct|BodyReader|Connection\b)/.test(readFileSync(file, 'utf8')),
  );
  assert.deepEqual(asking, []);
});
