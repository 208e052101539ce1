import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { clientCredentialsLogin } from '../../../../local/servers/auth/client-credentials.ts';
import { basicLogin, bearerLogin, type Login } from '../../../../local/servers/auth/login.ts';
import { hl7 } from '../../../../local/servers/hl7/hl7.ts';
import { aCustomer } from '../customer.ts';
import { send } from '../send.ts';
import { anHl7Server, finished, kickedOff, polled, started } from './hl7-server.ts';

const client = { id: 'test-client', secret: 'a word: 100%' };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const form = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(fields).toString(),
});

/** Every request of an export is 401 without the headers, and succeeds with them. */
async function guards(login: Login, good: Record<string, string>, bad: Record<string, string>) {
  const { server } = anHl7Server({ login });
  for (const headers of [{}, bad])
    assert.equal((await kickedOff(server, '/fhir/$export', { headers })).status, 401);
  const statusUrl = await started(server, '/fhir/$export', { headers: good });
  const { output } = await finished(server, '/fhir/$export', { headers: good });
  await polled(server, statusUrl, good);
  for (const url of [statusUrl, output[0]?.url ?? '']) {
    assert.equal((await send(server, url, { headers: bad })).status, 401);
    assert.equal((await send(server, url, { headers: good })).status, 200);
  }
  assert.equal((await send(server, statusUrl, { method: 'DELETE', headers: bad })).status, 401);
  assert.equal((await send(server, statusUrl, { method: 'DELETE', headers: good })).status, 202);
}

test('kick-off, status, files and DELETE require HTTP Basic (rule 2)', async () => {
  await guards(basicLogin(client), basic(client.id, client.secret), basic(client.id, 'other'));
});

test('they require a static token (rule 2)', async () => {
  const bearer = (word: string) => ({ authorization: `Bearer ${word}` });
  await guards(bearerLogin('some-word'), bearer('some-word'), bearer('other-word'));
});

test('client credentials are in a form-encoded Basic header or in the form, as configured', async () => {
  const grant = { grant_type: 'client_credentials' };
  const encoded = new URLSearchParams({ s: client.secret }).toString().slice(2);
  const byHeader = form(grant, basic(client.id, encoded));
  const byForm = form({ ...grant, client_id: client.id, client_secret: client.secret });
  for (const [by, good, bad] of [
    ['header', byHeader, byForm],
    ['form', byForm, byHeader],
  ] as const) {
    const customer = aCustomer();
    const login = clientCredentialsLogin({ ...customer, client, by });
    const server = hl7({ ...customer, version: 'v3', login });
    assert.equal((await send(server, '/token', bad)).status, 401);
    const { text } = await send(server, '/token', good);
    const { access_token } = z
      .strictObject({
        access_token: z.string(),
        token_type: z.literal('Bearer'),
        expires_in: z.literal(300),
        scope: z.string(),
      })
      .parse(JSON.parse(text));
    const headers = { authorization: `Bearer ${access_token}` };
    await started(server, '/fhir/$export', { headers });
    customer.clock.pass(300);
    assert.equal((await kickedOff(server, '/fhir/$export', { headers })).status, 401);
  }
});
