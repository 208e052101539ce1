import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';

/** What the project is made of. */

const Versions = z.record(z.string(), z.string()).default({});
const Package = z.looseObject({
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
});
const Lock = z.looseObject({ packages: z.record(z.string(), z.looseObject({})) });

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const pinned = Package.parse(read('package.json'));

test('S10: every dependency is pinned to the digit, and the lock file has that one', () => {
  const lock = Lock.parse(read('package-lock.json')).packages;
  const kinds = [pinned.dependencies, pinned.devDependencies, pinned.optionalDependencies];
  const all = kinds.flatMap((versions) => Object.entries(versions));
  assert.ok(all.length > 20);
  for (const [name, version] of all) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
    assert.equal(lock[`node_modules/${name}`]?.version, version, name);
  }
});

test('S10: no step speaks to AWS by the SDK, whose defaults may change under it', () => {
  const users = globSync('lambdas/**/*.ts').filter((file) =>
    readFileSync(file, 'utf8').includes("'@aws-sdk/"),
  );
  assert.deepEqual(users, []);
});
