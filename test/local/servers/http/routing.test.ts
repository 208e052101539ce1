import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchPath } from '../../../../local/servers/http/routing.ts';

test('segments match by name, and those with a colon match any and are returned', () => {
  assert.deepEqual(matchPath('/r4/Group/:id/$export', '/r4/Group/g1/$export'), ['g1']);
  assert.deepEqual(matchPath('/a/b', '/a/b'), []);
});

test('another name, another length or an empty segment does not match', () => {
  for (const path of [
    '/r4/Group/g1',
    '/r4/Group/g1/$export/x',
    '/r5/Group/g1/$export',
    '/r4/Group//$export',
  ])
    assert.equal(matchPath('/r4/Group/:id/$export', path), undefined, path);
});

test('a star at the end matches any non-empty rest', () => {
  assert.deepEqual(matchPath('/r4/*', '/r4/Group/g1'), []);
  assert.equal(matchPath('/r4/*', '/r4'), undefined);
  assert.equal(matchPath('/r4/*', '/r5/Group'), undefined);
});
