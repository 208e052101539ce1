import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, proofsIn } from './document.ts';
import { problems, proofsById } from './proofs.ts';
import { allRules } from './rules.ts';

const everything = allRules.map(({ id }) => `it does so (${id})`);
const run = (passed: string[], failed: string[] = []) => ({
  file: 'test/a.test.ts',
  passed,
  failed,
});

test('where every rule has a test that passed, nothing is wrong', () => {
  const runs = [run(everything)];
  assert.deepEqual(problems(runs, proofsById(runs)), []);
});

test('a rule whose only test failed, a failure, and an id that there is not are named', () => {
  const [first = '', ...others] = everything;
  const runs = [run([...others, 'it does more (rule 49)'], [first])];
  assert.deepEqual(problems(runs, proofsById(runs)), [
    `failed: test/a.test.ts: ${first}`,
    'no test passed for invariant 1',
    'nothing is called rule 49',
  ]);
});

test('what the document names can be read out of it again, a backtick as an apostrophe', () => {
  const runs = [run(['`_type` is kept (rule 1)', 'a job › waits (K3)'])];
  assert.deepEqual(proofsIn(document(runs, proofsById(runs))), [
    { file: 'test/a.test.ts', names: ["'_type' is kept (rule 1)"] },
    { file: 'test/a.test.ts', names: ['a job › waits (K3)'] },
  ]);
});

test('the 48 rules of the guide and the cases K, P, M, D and S are all there', () => {
  const ids = allRules.map(({ id }) => id);
  const count = (pattern: RegExp) => ids.filter((id) => pattern.test(id)).length;
  assert.deepEqual([/^rule/, /^K/, /^P/, /^M/, /^D/, /^S/].map(count), [48, 15, 15, 16, 24, 10]);
});
