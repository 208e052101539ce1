import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { proofsIn } from '../protocol/document.ts';
import { FEATURES } from '../protocol/proof-files.ts';
import { allRules } from '../protocol/rules.ts';
import { namesIn } from '../protocol/test-names.ts';

const AGAIN = '`npm run protocol` writes docs/protocol.md anew';
const text = readFileSync('docs/protocol.md', 'utf8');
const sections = text.split(/^(?=\*\*\[.+?\]\(rules\.md#)/m);

describe('docs/protocol.md', () => {
  test('has every rule, with a test', () => {
    const proven = sections
      .filter((section) => proofsIn(section).length > 0)
      .map((section) => /^\*\*\[(.+?)\]/.exec(section)?.[1]);
    const missing = allRules.filter(({ id }) => !proven.includes(id));
    assert.deepEqual(missing, [], AGAIN);
  });

  test('names no test that its file does not have any more', () => {
    const proofs = Map.groupBy(proofsIn(text), ({ file }) => file);
    const gone = [...proofs].flatMap(([file, of]) => {
      const has = existsSync(file) ? namesIn(file) : () => false;
      return of.flatMap(({ names }) =>
        names.filter((name) => !has(name)).map((name) => [file, name]),
      );
    });
    assert.deepEqual(gone, [], AGAIN);
  });

  test('has every feature that is tested, and no other', () => {
    const tested = globSync(`${FEATURES}*.test.ts`).flatMap((file) => {
      const names = readFileSync(file, 'utf8').matchAll(/^feature\(\s*(['"])(.+?)\1/gm);
      return [...names].map(([, , name]) => `[${name}](../${file})`);
    });
    const listed = [...text.matchAll(/^\| (\[.+?\]\(.+?\)) +\|/gm)].map(([, link]) => link);
    assert.deepEqual(listed.sort(), tested.sort(), AGAIN);
  });
});
