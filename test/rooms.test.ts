import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { ROOMS } from './rooms.ts';

/** Which room may import which (decision 14). A new arrow is added to `rooms.ts`, or avoided. */

type Import = { from: string; to: string };

const RELATIVE = /^(?:import|export)\s[^;'"]*?from\s*'(\.[^']+)'|\bimport\(?\s*'(\.[^']+)'/gm;

const importsOf = (file: string): Import[] =>
  [...readFileSync(file, 'utf8').matchAll(RELATIVE)].map(([, named, bare]) => ({
    from: file,
    to: join(dirname(file), named ?? bare ?? ''),
  }));

/** The innermost room that holds a file. */
const roomOf = (file: string): string | undefined =>
  Object.keys(ROOMS)
    .filter((room) => file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

const files = globSync('{bench,infra,lambdas,local,test/fakes}/**/*.ts').sort();

/** Every import that leaves its room, by its arrow. */
function arrows(imports: readonly Import[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { from, to } of imports) {
    const arrow = `${roomOf(from)} → ${roomOf(to) ?? to}`;
    if (roomOf(from) !== roomOf(to)) found.set(arrow, `${from} imports ${to}`);
  }
  return found;
}

const stated = Object.entries(ROOMS).flatMap(([room, may]) => may.map((to) => `${room} → ${to}`));

/** Imports that no stated arrow allows. */
const forbidden = (imports: readonly Import[]): string[] =>
  [...arrows(imports)].filter(([arrow]) => !stated.includes(arrow)).map(([, example]) => example);

/** A room from which the arrows lead back to itself, with the way; undefined if there is none. */
function circle(rooms: Readonly<Record<string, readonly string[]>>): string | undefined {
  const walk = (path: readonly string[]): string | undefined => {
    const [last = ''] = path.slice(-1);
    for (const next of rooms[last] ?? []) {
      if (path.includes(next)) return [...path, next].join(' → ');
      const found = done.has(next) ? undefined : walk([...path, next]);
      if (found) return found;
    }
    done.add(last);
    return undefined;
  };
  const done = new Set<string>();
  return Object.keys(rooms)
    .map((room) => walk([room]))
    .find((found) => found !== undefined);
}

/** The function of an inner room, such as that of `lambdas/4-download/store`. */
const functionOf = (room: string) => room.split('/').slice(0, 2).join('/');

const isAnother = (room: string, to: string, functions: readonly string[]) =>
  functions.includes(functionOf(room)) &&
  functions.includes(functionOf(to)) &&
  functionOf(room) !== functionOf(to);

describe('rooms', () => {
  const imports = files.flatMap(importsOf);

  test('every file is in a room', () => {
    assert.deepEqual(
      files.filter((file) => roomOf(file) === undefined),
      [],
    );
  });

  test('no room imports another one that it may not import', () => {
    assert.deepEqual(forbidden(imports), []);
  });

  test('every stated arrow is in use', () => {
    const used = arrows(imports);
    assert.deepEqual(
      stated.filter((arrow) => !used.has(arrow)),
      [],
    );
  });

  test('the arrows make no circle', () => {
    assert.equal(circle(ROOMS), undefined);
  });

  test('a room of lambdas imports only rooms before it, and no function another one', () => {
    const rooms = Object.keys(ROOMS).filter((room) => room.startsWith('lambdas/'));
    const functions = rooms.slice(rooms.indexOf('lambdas/aws') + 1).map(functionOf);
    const wrong = rooms.flatMap((room) =>
      (ROOMS[room] ?? [])
        .filter((to) => rooms.indexOf(to) >= rooms.indexOf(room) || isAnother(room, to, functions))
        .map((to) => `${room} → ${to}`),
    );
    assert.deepEqual(wrong, []);
  });

  test('every room has a README of ten lines at most; the inner rooms of 4-download share one', () => {
    const outer = Object.keys(ROOMS).filter((room) => !room.startsWith('lambdas/4-download/'));
    const tooLong = outer.filter((room) => {
      const readme = `${room}/README.md`;
      return !existsSync(readme) || readFileSync(readme, 'utf8').trimEnd().split('\n').length > 10;
    });
    assert.deepEqual(tooLong, []);
  });

  test('a new arrow is found, with the file that makes it', () => {
    const added = { from: 'lambdas/lake/keys.ts', to: 'lambdas/aws/aws.ts' };
    assert.deepEqual(forbidden([...imports, added]), [`${added.from} imports ${added.to}`]);
  });

  test('a circle is found, with its way', () => {
    assert.equal(circle({ a: ['b'], b: ['c'], c: ['a'] }), 'a → b → c → a');
  });
});
