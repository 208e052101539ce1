import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import {
  namedRequest,
  parseSettings,
  readSettings,
  sourceNamed,
} from '../../../lambdas/settings/sources.ts';

const good = {
  dialect: '1up-ste',
  baseUrl: 'https://analytics.example/r4',
  auth: { kind: 'none' },
};

function messageOf(settings: unknown): string {
  try {
    parseSettings(JSON.stringify(settings), 'sources.json');
    return 'sources.json: accepted';
  } catch (error) {
    assert(error instanceof Error && error.name === 'SettingsInvalid', String(error));
    return error.message;
  }
}

test('a source that names the least there is gets the defaults of the rest', () => {
  const { sources } = parseSettings(JSON.stringify({ sources: { acme: good } }), 'sources.json');
  assert.deepEqual(sources.acme, {
    ...good,
    fileOrigins: [],
    openOrigins: [],
    onOutcome: 'fail',
    deleteJob: 'after-publish',
    stuckAfterHours: 24,
    verify: 'structural',
    onBrokenFile: 'fail',
    compress: 'none',
    maxConcurrency: 4,
    private: false,
    deadlineHours: 168,
    exports: {},
  });
});

test('a scheduled export without a zone and a window runs in UTC within a quarter of an hour', () => {
  const exports = { nightly: { schedule: 'cron(0 3 * * ? *)' } };
  const settings = JSON.stringify({ sources: { acme: { ...good, exports } } });
  assert.deepEqual(parseSettings(settings, 'sources.json').sources.acme?.exports.nightly, {
    ...ExportRequest.parse({}),
    schedule: 'cron(0 3 * * ? *)',
    timeZone: 'UTC',
    flexibleMinutes: 15,
  });
});

test('files come over the direct path, unless the standard transport is chosen for all', () => {
  const transportOf = (more: object) =>
    parseSettings(JSON.stringify({ sources: {}, ...more }), 'sources.json').transport;
  assert.equal(transportOf({}), 'direct');
  assert.equal(transportOf({ transport: 'direct' }), 'direct');
  assert.equal(transportOf({ transport: 'standard' }), 'standard');
});

test('a transport that is none is refused, as is one that a source names', () => {
  const wrong = /^sources\.json: transport: .*"direct"\|"standard"/;
  for (const transport of ['Standard', 'standart', '', true, null])
    assert.match(messageOf({ transport, sources: {} }), wrong);
  const source = { ...good, transport: 'standard' };
  assert.match(messageOf({ sources: { acme: source } }), /sources\.acme: .*"transport"/);
  assert.match(messageOf({ transports: 'standard', sources: {} }), /\(top\): .*"transports"/);
});

test('an id that could not stand in a key is refused', () => {
  assert.match(messageOf({ sources: { ACME: good } }), /^sources\.json: sources\.ACME: /);
  assert.match(messageOf({ sources: {}, more: 1 }), /^sources\.json: \(top\): /);
  assert.match(messageOf([]), /^sources\.json: \(top\): /);
});

test('settings that are no JSON are refused without a word of their text', () => {
  const text = '{"client_secret": "marker-of-the-secret"';
  assert.throws(() => parseSettings(text, 'sources.json'), {
    name: 'SettingsInvalid',
    message: 'sources.json: is not JSON',
  });
});

test('a file is read, and one that is not there is named', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sources-')), 'sources.json');
  assert.throws(() => readSettings(file), { name: 'SettingsInvalid', message: /cannot be read/ });
  writeFileSync(file, JSON.stringify({ sources: { acme: good } }));
  assert.deepEqual(Object.keys(readSettings(file).sources), ['acme']);
});

test('a source is found by its own id only', () => {
  const { sources } = parseSettings(JSON.stringify({ sources: { acme: good } }), 'sources.json');
  assert.equal(sourceNamed(sources, 'acme').dialect, '1up-ste');
  const unknown = { name: 'SettingsInvalid', message: /no source "[^"]+" .*known: acme/ };
  for (const id of ['birch', 'toString', '__proto__'])
    assert.throws(() => sourceNamed(sources, id), unknown);
  assert.throws(() => sourceNamed({}, 'acme'), { message: /known: none/ });
});

const { sources: named } = parseSettings(
  JSON.stringify({
    sources: {
      acme: { ...good, exports: { members: { level: 'group', group: 'a', mode: 'full' } } },
    },
  }),
  'sources.json',
);

test('a named export keeps level, group and mode', () => {
  const request = namedRequest('acme', 'members', named);
  assert.deepEqual(request, ExportRequest.parse({ level: 'group', group: 'a', mode: 'full' }));
});

for (const name of [undefined, '', 'weekly', 'toString', '__proto__'])
  test(`an export named ${name} is not in the settings`, () => {
    assert.throws(() => namedRequest('acme', name, named), {
      name: 'SettingsInvalid',
      message: `source "acme" has no export "${name ?? ''}"`,
    });
  });

test('a source that is not in the settings has no exports', () => {
  assert.throws(() => namedRequest('birch', 'members', named), { message: /no source "birch"/ });
});
