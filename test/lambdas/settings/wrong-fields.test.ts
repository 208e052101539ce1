import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '../../../lambdas/settings/sources.ts';

const good = {
  dialect: '1up-ste',
  baseUrl: 'https://analytics.example/r4',
  auth: { kind: 'none' },
};

/** The paths of the fields that a source is refused for. */
function wrongFields(source: object): string[] {
  const settings = JSON.stringify({ sources: { acme: source } });
  try {
    parseSettings(settings, 'sources.json');
    return [];
  } catch (error) {
    assert(error instanceof Error && error.name === 'SettingsInvalid', String(error));
    return error.message
      .split('\n')
      .map((line) => line.split(': ')[1] ?? '')
      .sort();
  }
}

const wrong: [string, object, string][] = [
  ['an unknown dialect', { dialect: 'other' }, 'dialect'],
  ['a base that is no URL', { baseUrl: 'analytics.example' }, 'baseUrl'],
  ['a base of another scheme', { baseUrl: 'ftp://analytics.example' }, 'baseUrl'],
  ['a base with a query', { baseUrl: 'https://analytics.example/r4?a=1' }, 'baseUrl'],
  ['a fhirUrl with a fragment', { fhirUrl: 'https://analytics.example/r4#a' }, 'fhirUrl'],
  ['no login', { auth: undefined }, 'auth'],
  ['an unknown login', { auth: { kind: 'magic' } }, 'auth.kind'],
  ['a login without a secret', { auth: { kind: 'client-headers' } }, 'auth.secret'],
  ['a secret with a space', { auth: { kind: 'client-headers', secret: 'a b' } }, 'auth.secret'],
  [
    'an empty user id',
    { auth: { kind: 'client-headers', secret: 'a', userId: '' } },
    'auth.userId',
  ],
  [
    'a token endpoint that is no URL',
    { auth: { kind: 'client-credentials', secret: 'a', tokenUrl: 'token' } },
    'auth.tokenUrl',
  ],
  [
    'an empty scope',
    { auth: { kind: 'client-credentials', secret: 'a', tokenUrl: good.baseUrl, scope: '' } },
    'auth.scope',
  ],
  ['a credential in the settings', { auth: { kind: 'none', client_id: 'test-client' } }, 'auth'],
  ['no workers', { maxConcurrency: 0 }, 'maxConcurrency'],
  ['too many workers', { maxConcurrency: 1001 }, 'maxConcurrency'],
  ['half a worker', { maxConcurrency: 1.5 }, 'maxConcurrency'],
  ['a deadline that is over at once', { deadlineHours: 0 }, 'deadlineHours'],
  ['a deadline too near to the machine’s own', { deadlineHours: 336.1 }, 'deadlineHours'],
  ['outcomes that do something else', { onOutcome: 'ignore' }, 'onOutcome'],
  ['a job deleted at another time', { deleteJob: 'always' }, 'deleteJob'],
  ['a job that is stuck at once', { stuckAfterHours: 0 }, 'stuckAfterHours'],
  ['an open origin with a path', { openOrigins: ['https://a.example/b'] }, 'openOrigins.0'],
  ['attachments of no type', { attachments: { mimeTypes: [] } }, 'attachments.mimeTypes'],
  ['private in words', { private: 'yes' }, 'private'],
  ['a field nobody knows', { url: 'https://analytics.example' }, ''],
  ['an export with a bad name', { exports: { Nightly: {} } }, 'exports.Nightly'],
  ['a schedule in words', { exports: { a: { schedule: 'nightly' } } }, 'exports.a.schedule'],
  ['a cron of words', { exports: { a: { schedule: 'cron(nonsense)' } } }, 'exports.a.schedule'],
  ['a time zone of no place', { exports: { a: { timeZone: 'Mars/Base' } } }, 'exports.a.timeZone'],
  ['an empty time zone', { exports: { a: { timeZone: '' } } }, 'exports.a.timeZone'],
  [
    'a window over a day',
    { exports: { a: { flexibleMinutes: 1441 } } },
    'exports.a.flexibleMinutes',
  ],
  ['an export of no known level', { exports: { a: { level: 'all' } } }, 'exports.a.level'],
  ['a group level without a group', { exports: { a: { level: 'group' } } }, 'exports.a.group'],
  [
    'since with mode full',
    { exports: { a: { mode: 'full', since: '2026-01-01' } } },
    'exports.a.since',
  ],
  [
    'a type that is none',
    { exports: { a: { types: ['Patient', 'patient'] } } },
    'exports.a.types.1',
  ],
];
for (const [what, change, field] of wrong)
  test(`${what} is refused with the path of the field`, () => {
    const path = ['sources', 'acme', ...(field ? [field] : [])].join('.');
    assert.deepEqual(wrongFields({ ...good, ...change }), [path]);
  });

test('every wrong field is named at once', () => {
  const source = { ...good, dialect: 'other', maxConcurrency: 0, exports: { a: { level: 'all' } } };
  assert.deepEqual(wrongFields(source), [
    'sources.acme.dialect',
    'sources.acme.exports.a.level',
    'sources.acme.maxConcurrency',
  ]);
});
