import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bar } from '../../../local/display/bar.ts';

test('a bar fills from the left by half cells and keeps its width', () => {
  assert.deepEqual(bar(0, 8), { full: '', rest: '────────' });
  assert.deepEqual(bar(0.25, 8), { full: '━━', rest: '──────' });
  assert.deepEqual(bar(0.32, 8), { full: '━━╸', rest: '─────' });
  assert.deepEqual(bar(1, 8), { full: '━━━━━━━━', rest: '' });
});
