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

test('a minimal source gets the defaults', () => {
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

test('by default a scheduled export runs in UTC within 15 minutes', () => {
  const exports = { nightly: { schedule: 'cron(0 3 * * ? *)' } };
  const settings = JSON.stringify({ sources: { acme: { ...good, exports } } });
  assert.deepEqual(parseSettings(settings, 'sources.json').sources.acme?.exports.nightly, {
    ...ExportRequest.parse({}),
    schedule: 'cron(0 3 * * ? *)',
    timeZone: 'UTC',
    flexibleMinutes: 15,
  });
});

test('the default transport is direct, and standard can be chosen', () => {
  const transportOf = (more: object) =>
    parseSettings(JSON.stringify({ sources: {}, ...more }), 'sources.json').transport;
  assert.equal(transportOf({}), 'direct');
  assert.equal(transportOf({ transport: 'direct' }), 'direct');
  assert.equal(transportOf({ transport: 'standard' }), 'standard');
});

test('an unknown transport is refused, and so is a transport of a source', () => {
  const wrong = /^sources\.json: transport: .*"direct"\|"standard"/;
  for (const transport of ['Standard', 'standart', '', true, null])
    assert.match(messageOf({ transport, sources: {} }), wrong);
  const source = { ...good, transport: 'standard' };
  assert.match(messageOf({ sources: { acme: source } }), /sources\.acme: .*"transport"/);
  assert.match(messageOf({ transports: 'standard', sources: {} }), /\(top\): .*"transports"/);
});

test('a source id that is not valid in a key is refused', () => {
  assert.match(messageOf({ sources: { ACME: good } }), /^sources\.json: sources\.ACME: /);
  assert.match(messageOf({ sources: {}, more: 1 }), /^sources\.json: \(top\): /);
  assert.match(messageOf([]), /^sources\.json: \(top\): /);
});

test('settings that are not JSON are refused, and the message does not quote them', () => {
  const text = '{"client_secret": "marker-of-the-secret"';
  assert.throws(() => parseSettings(text, 'sources.json'), {
    name: 'SettingsInvalid',
    message: 'sources.json: is not JSON',
  });
});

test('a file is read, and a missing one is named', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sources-')), 'sources.json');
  assert.throws(() => readSettings(file), { name: 'SettingsInvalid', message: /cannot be read/ });
  writeFileSync(file, JSON.stringify({ sources: { acme: good } }));
  assert.deepEqual(Object.keys(readSettings(file).sources), ['acme']);
});

test('a source is found by its own id, not by a property of Object', () => {
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
