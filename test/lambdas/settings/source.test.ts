import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Auth } from '../../../lambdas/settings/auth.ts';
import { HttpUrl } from '../../../lambdas/settings/http-url.ts';
import { ScheduleExpression } from '../../../lambdas/settings/schedule.ts';
import { Attachments, Source } from '../../../lambdas/settings/source.ts';
import { parseSettings } from '../../../lambdas/settings/sources.ts';

const isAttachments = (settings: object) =>
  Attachments.safeParse({ mimeTypes: ['text/plain'], ...settings }).success;

test('by default a failed attachment is recorded, and the limit is 256 MiB', () => {
  assert.deepEqual(Attachments.parse({ mimeTypes: ['application/pdf'] }), {
    mimeTypes: ['application/pdf'],
    onFailure: 'record',
    maxBytes: 256 * 1024 ** 2,
  });
});

test('attachments are selected by MIME type, or by its first half', () => {
  for (const type of ['text/plain', 'text/*', 'application/vnd.a+xml', 'image/svg+xml'])
    assert(isAttachments({ mimeTypes: [type] }), type);
  for (const type of ['', 'text', 'text/', '*/*', '*', 'Text/Plain', 'text/plain; charset=a'])
    assert(!isAttachments({ mimeTypes: [type] }), type);
  assert(!isAttachments({ mimeTypes: [] }));
  assert(!isAttachments({ mimeTypes: undefined }));
});

test('onFailure is "record" or "fail"', () => {
  for (const onFailure of ['record', 'fail']) assert(isAttachments({ onFailure }));
  assert(!isAttachments({ onFailure: 'ignore' }));
});

test('maxBytes is a whole number', () => {
  assert(isAttachments({ maxBytes: 1 }));
  for (const maxBytes of [0, -1, 1.5, '7']) assert(!isAttachments({ maxBytes }));
  assert(!isAttachments({ url: 'https://a.example' }));
});

const good = {
  dialect: '1up-ste',
  baseUrl: 'https://analytics.example/r4',
  auth: { kind: 'none' },
};

const tokenAt = (tokenUrl: string) => ({
  auth: { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl },
});

/** The paths of a source's invalid fields; `accepted` if there are none. */
function verdict(change: object): string {
  const checked = Source.safeParse({ ...good, ...change });
  return checked.success ? 'accepted' : checked.error.issues.map((i) => i.path.join('.')).join();
}

const plain: [string, object][] = [
  ['baseUrl', { baseUrl: 'http://analytics.example/r4' }],
  ['baseUrl', { baseUrl: 'HTTP://analytics.example/r4' }],
  ['fhirUrl', { fhirUrl: 'http://api.example/r4' }],
  ['auth.tokenUrl', tokenAt('http://auth.example/token')],
  ['openOrigins.0', { openOrigins: ['http://files.example'] }],
  ['fileOrigins.1', { fileOrigins: ['https://files.example', 'http://files.example'] }],
];
for (const [field, change] of plain)
  test(`plain http in ${field} (${JSON.stringify(change)}) is allowed for private sources only`, () => {
    assert.equal(verdict(change), field);
    assert.equal(verdict({ ...change, private: true }), 'accepted');
  });

test('plain http in several fields is reported for each', () => {
  const change = { baseUrl: 'http://a.example', fhirUrl: 'http://b.example', maxConcurrency: 0 };
  assert.equal(verdict(change), 'maxConcurrency,baseUrl,fhirUrl');
});

test('a URL with a password is refused, and the message does not contain it', () => {
  const address = 'https://user:marker-of-the-secret@analytics.example/r4';
  for (const change of [{ baseUrl: address }, { fhirUrl: address }, tokenAt(address)]) {
    const checked = Source.safeParse({ ...good, ...change });
    assert(!checked.success);
    assert.doesNotMatch(checked.error.message, /marker/);
  }
});

const noOrigins = [
  'https://files.example/',
  'https://files.example/r4',
  'https://files.example:443',
  'https://FILES.example',
  'https://user@files.example',
  'files.example',
  'https://',
  '*',
];
for (const origin of noOrigins)
  test(`"${origin}" is not an origin`, () => {
    assert.equal(verdict({ fileOrigins: [origin] }), 'fileOrigins.0');
  });

test('an origin may have a port', () => {
  assert.equal(verdict({ fileOrigins: ['https://files.example:8443'] }), 'accepted');
});

const isSource = (change: object) => Source.safeParse({ ...good, ...change }).success;

test('values at the limits are accepted', () => {
  for (const maxConcurrency of [1, 1000]) assert(isSource({ maxConcurrency }));
  for (const flexibleMinutes of [0, 1440])
    assert(isSource({ exports: { a: { flexibleMinutes } } }));
  for (const deadlineHours of [0.5, 1]) assert(isSource({ deadlineHours }));
  for (const name of ['a', '7', 'a-1', 'x'.repeat(40)])
    assert(isSource({ exports: { [name]: {} } }));
});

test('every dialect, level and mode is accepted', () => {
  const dialects = ['1up-ste', '1up-mte', '1up-gateway', 'bulk-data', 'bulk-publish'];
  for (const dialect of dialects) assert(isSource({ dialect }));
  for (const level of ['system', 'patient']) assert(isSource({ exports: { a: { level } } }));
  for (const mode of ['full', 'incremental']) assert(isSource({ exports: { a: { mode } } }));
});

test('names of exports and sources are lower case', () => {
  const names = ['', '-a', 'A', 'aB', 'a_b', 'a b', 'a/b', 'a.b', 'ä', 'x'.repeat(41), 'a\n'];
  for (const name of names) {
    assert(!isSource({ exports: { [name]: {} } }), name);
    const settings = JSON.stringify({ sources: { [name]: good } });
    assert.throws(() => parseSettings(settings, 's'), { name: 'SettingsInvalid' }, name);
  }
});

test('every login is accepted, and the default userId is "client"', () => {
  const tokenUrl = 'https://auth.example/token';
  const secret = 'a';
  const headers = Auth.parse({ kind: 'client-headers', secret });
  assert.deepEqual(headers, { kind: 'client-headers', secret, userId: 'client' });
  const bearer = Auth.parse({ kind: 'bearer-refresh', secret, tokenUrl });
  assert.deepEqual(bearer, { kind: 'bearer-refresh', secret, tokenUrl, userId: 'client' });
  for (const kind of ['client-headers', 'bearer-refresh']) {
    const login = { kind, secret, ...(kind === 'bearer-refresh' && { tokenUrl }) };
    assert(Auth.safeParse({ ...login, userId: '7' }).success);
    assert(!Auth.safeParse({ ...login, userId: '' }).success);
  }
  assert(Auth.safeParse({ kind: 'client-credentials', secret, tokenUrl, scope: 'a' }).success);
});

test('a secret’s name is valid in Secrets Manager', () => {
  const named = (secret: string) => Auth.safeParse({ kind: 'client-headers', secret }).success;
  for (const secret of ['a', 'sluice/acme', 'a_b+c=d.e@f-g', 'x'.repeat(512)])
    assert(named(secret), secret);
  for (const secret of ['', ' a', 'a ', 'a:b', 'a\n', '{}', 'x'.repeat(513)])
    assert(!named(secret), secret);
});

test('a scheme that only resembles http is refused', () => {
  for (const url of ['xhttps://a.example', 'httpsx://a.example', 'xhttp://a.example'])
    assert(!HttpUrl.safeParse(url).success, url);
  for (const origin of ['xhttps://a.example', 'httpsx://a.example'])
    assert(!isSource({ fileOrigins: [origin] }), origin);
});

/** A schedule expression with a letter before and after each field. */
const fields = ['0', '3', '1', 'JAN', '?', '2026'];
for (const [i, field] of fields.entries())
  test(`field ${i + 1} of a cron expression is refused with a letter at either end`, () => {
    const cron = (changed: string) => `cron(${fields.with(i, changed).join(' ')})`;
    assert(ScheduleExpression.safeParse(cron(field)).success);
    for (const changed of [`x${field}`, `${field}x`])
      assert(!ScheduleExpression.safeParse(cron(changed)).success, changed);
  });

test('text before or after a schedule expression is refused', () => {
  for (const schedule of ['cron(0 3 * * ? *)', 'rate(1 day)'])
    for (const changed of [`x${schedule}`, `${schedule}x`])
      assert(!ScheduleExpression.safeParse(changed).success, changed);
});

/** The paths of a source's invalid fields. */
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

test('all invalid fields are reported together', () => {
  const source = { ...good, dialect: 'other', maxConcurrency: 0, exports: { a: { level: 'all' } } };
  assert.deepEqual(wrongFields(source), [
    'sources.acme.dialect',
    'sources.acme.exports.a.level',
    'sources.acme.maxConcurrency',
  ]);
});
