import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Purpose } from '../../../lambdas/auth/authenticator.ts';
import type { Login, Way } from './server-world.ts';
import { FILES, FOREIGN, OPEN, OWN, PLAIN, PLAIN_FOREIGN, sentAlong } from './server-world.ts';

/** A credential goes only to the origins it was issued for (invariant 7). */

const CLIENT_HEADERS = 'client_id,client_secret,x-oneup-user-id';

/** What single tenant wants for this purpose: files by client headers, the rest by its login. */
const headersFor: Record<Login, (purpose: Purpose) => string> = {
  none: () => '',
  'client-headers': () => CLIENT_HEADERS,
  'bearer-refresh': (purpose) => (purpose === 'file' ? CLIENT_HEADERS : 'authorization'),
  'client-credentials': () => 'authorization',
  basic: () => 'authorization',
  'static-bearer': () => 'authorization',
};
const logins = Object.keys(headersFor).filter((name): name is Login => name in headersFor);
const purposes: Purpose[] = ['kick-off', 'status', 'cancel', 'group', 'file', 'attachment'];

/** Each way with the hops at which the credential goes along. */
const ways: [string, Way, boolean[]][] = [
  ['at the base', { hops: [OWN] }, [true]],
  ['at an origin of files', { hops: [FILES] }, [true]],
  ['at an open origin', { hops: [OPEN] }, [false]],
  ['to storage and not further (D22)', { hops: [OWN, FOREIGN] }, [true, false]],
  ['from one own origin to the other', { hops: [OWN, FILES] }, [true, true]],
  ['out and back home', { hops: [OWN, FOREIGN, FILES] }, [true, false, true]],
  ['to an open origin and back', { hops: [FILES, OPEN, OWN] }, [true, false, true]],
  ['over plain http of a private source', { hops: [PLAIN], private: true }, [true]],
  ['from plain http to the outside', { hops: [PLAIN, FOREIGN], private: true }, [true, false]],
];
for (const login of logins)
  for (const purpose of purposes)
    test(`${login} for ${purpose}: at each hop what was issued for it and nothing else (invariant 7)`, async () => {
      for (const [what, way, along] of ways) {
        const want = along.map((goes) => (goes ? headersFor[login](purpose) : ''));
        const { sent } = await sentAlong(login, purpose, { requiresAccessToken: true, ...way });
        assert.deepEqual(sent, want, what);
      }
    });

for (const login of logins)
  for (const purpose of ['file', 'attachment'] as const)
    test(`${login} for ${purpose}: no credential where the manifest asks for none (rules 3, 6)`, async () => {
      for (const hops of [[OWN], [FILES], [FILES, OWN], [OPEN, FILES]])
        for (const requiresAccessToken of [false, undefined]) {
          const { sent } = await sentAlong(login, purpose, { hops, requiresAccessToken });
          assert.deepEqual(
            sent,
            hops.map(() => ''),
          );
        }
    });

test('the CapabilityStatement is asked for with the credential at the source itself, nowhere else', async () => {
  const { sent } = await sentAlong('basic', 'capabilities', {
    hops: [OWN, FILES, OPEN, `${OWN}?2`],
  });
  assert.deepEqual(sent, ['authorization', '', '', 'authorization']);
});

const refused: [string, Way, string][] = [
  ['a link to a stranger', { hops: [FOREIGN] }, 'https://storage.example'],
  ['a redirect to plain http', { hops: [OWN, PLAIN_FOREIGN] }, 'http://storage.example'],
  ['a DELETE to a stranger', { hops: [OWN, FOREIGN], method: 'DELETE' }, 'https://storage.example'],
  ['a DELETE to an open origin', { hops: [OPEN], method: 'DELETE' }, 'https://open.example'],
  ['a body to an origin of files', { hops: [OWN, FILES], method: 'PUT' }, 'https://files.example'],
  ['a body to a stranger', { hops: [OWN, FOREIGN], method: 'POST' }, 'https://storage.example'],
];
for (const [what, way, origin] of refused)
  test(`${what} is not sent at all (P12, P14)`, async () => {
    const { sent, error } = await sentAlong('client-headers', 'group', way);
    assert.equal(sent.length, way.hops.length - 1);
    assert.equal(error?.name, 'LinkRefused');
    assert(error?.message.startsWith(`group: nothing is sent to ${origin}: `), error?.message);
  });
