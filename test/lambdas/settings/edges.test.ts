import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Auth } from '../../../lambdas/settings/auth.ts';
import { HttpUrl } from '../../../lambdas/settings/http-url.ts';
import { ScheduleExpression } from '../../../lambdas/settings/schedule.ts';
import { Source } from '../../../lambdas/settings/source.ts';
import { parseSettings } from '../../../lambdas/settings/sources.ts';

const good = {
  dialect: '1up-ste',
  baseUrl: 'https://analytics.example/r4',
  auth: { kind: 'none' },
};
const isSource = (change: object) => Source.safeParse({ ...good, ...change }).success;

test('what lies just inside a limit is accepted', () => {
  for (const maxConcurrency of [1, 1000]) assert(isSource({ maxConcurrency }));
  for (const flexibleMinutes of [0, 1440])
    assert(isSource({ exports: { a: { flexibleMinutes } } }));
  for (const deadlineHours of [0.5, 1]) assert(isSource({ deadlineHours }));
  for (const name of ['a', '7', 'a-1', 'x'.repeat(40)])
    assert(isSource({ exports: { [name]: {} } }));
});

test('every dialect, level and mode may be named', () => {
  const dialects = ['1up-ste', '1up-mte', '1up-gateway', 'bulk-data', 'bulk-publish'];
  for (const dialect of dialects) assert(isSource({ dialect }));
  for (const level of ['system', 'patient']) assert(isSource({ exports: { a: { level } } }));
  for (const mode of ['full', 'incremental']) assert(isSource({ exports: { a: { mode } } }));
});

test('names of exports and sources are lower case from their first letter to their last', () => {
  const names = ['', '-a', 'A', 'aB', 'a_b', 'a b', 'a/b', 'a.b', 'ä', 'x'.repeat(41), 'a\n'];
  for (const name of names) {
    assert(!isSource({ exports: { [name]: {} } }), name);
    const settings = JSON.stringify({ sources: { [name]: good } });
    assert.throws(() => parseSettings(settings, 's'), { name: 'SettingsInvalid' }, name);
  }
});

test('every login may be named, and names the client’s own data where it is not told whose', () => {
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

test('a secret is named as Secrets Manager names them', () => {
  const named = (secret: string) => Auth.safeParse({ kind: 'client-headers', secret }).success;
  for (const secret of ['a', 'sluice/acme', 'a_b+c=d.e@f-g', 'x'.repeat(512)])
    assert(named(secret), secret);
  for (const secret of ['', ' a', 'a ', 'a:b', 'a\n', '{}', 'x'.repeat(513)])
    assert(!named(secret), secret);
});

test('a scheme that only looks like http is none', () => {
  for (const url of ['xhttps://a.example', 'httpsx://a.example', 'xhttp://a.example'])
    assert(!HttpUrl.safeParse(url).success, url);
  for (const origin of ['xhttps://a.example', 'httpsx://a.example'])
    assert(!isSource({ fileOrigins: [origin] }), origin);
});

/** Each field of a schedule with something wrong before it, and behind. */
const fields = ['0', '3', '1', 'JAN', '?', '2026'];
for (const [i, field] of fields.entries())
  test(`field ${i + 1} of a cron expression is wrong with a letter at either end`, () => {
    const cron = (changed: string) => `cron(${fields.with(i, changed).join(' ')})`;
    assert(ScheduleExpression.safeParse(cron(field)).success);
    for (const changed of [`x${field}`, `${field}x`])
      assert(!ScheduleExpression.safeParse(cron(changed)).success, changed);
  });

test('nothing stands before a schedule or behind it', () => {
  for (const schedule of ['cron(0 3 * * ? *)', 'rate(1 day)'])
    for (const changed of [`x${schedule}`, `${schedule}x`])
      assert(!ScheduleExpression.safeParse(changed).success, changed);
});
