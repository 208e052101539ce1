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

test('every dependency is pinned to the digit, and the lock file has that one (S10)', () => {
  const lock = Lock.parse(read('package-lock.json')).packages;
  const kinds = [pinned.dependencies, pinned.devDependencies, pinned.optionalDependencies];
  const all = kinds.flatMap((versions) => Object.entries(versions));
  assert.ok(all.length > 20);
  for (const [name, version] of all) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
    assert.equal(lock[`node_modules/${name}`]?.version, version, name);
  }
});

/** The packages by which the owner of the project wants it built. */
const OWNERS = [
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sfn',
  '@middy/core',
  '@aws-lambda-powertools/logger',
];

test('the functions import every dependency, and no development dependency', () => {
  const code = globSync('lambdas/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const imported = new Set(
    code.flatMap((text) =>
      [...text.matchAll(/from '(@[\w.-]+\/[\w.-]+|[a-z][\w.-]*)(?:\/[^']*)?'/g)].map(
        ([, name = '']) => name,
      ),
    ),
  );
  const types = ['@types/aws-lambda'];
  const ours = new Set(Object.keys(pinned.dependencies));
  for (const name of OWNERS) assert.ok(ours.has(name), name);
  assert.deepEqual([...ours.difference(imported)], []);
  const others = [...Object.keys(pinned.devDependencies)].filter((name) => !types.includes(name));
  assert.deepEqual(
    others.filter((name) => imported.has(name)),
    [],
  );
});
