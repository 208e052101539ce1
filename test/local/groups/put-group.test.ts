import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import { parseSettings } from '../../../lambdas/settings/sources.ts';
import { groupResource } from '../../../local/groups/group-resource.ts';
import { asUser, putGroup } from '../../../local/groups/put-group.ts';
import {
  forbidden,
  serverError,
  unauthorized,
} from '../../../local/servers/faults/error-responses.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { outcome } from '../../../local/servers/http/server.ts';
import { inProcessHttp } from '../../../local/servers/http/transport.ts';
import { fhirApi } from '../../../local/servers/one-up/fhir-api.ts';
import { aSource } from '../../fakes/builders.ts';
import { aCustomer, clientHeaders } from '../servers/customer.ts';

/** The FHIR API of a customer, and the way that a command goes to it. */
function anApi(faults: Fault[] = []) {
  const { groups, accounts } = aCustomer();
  const api = fhirApi({ groups, accounts, faults });
  const source = aSource({ fhirUrl: 'https://api.example/r4/' });
  const authenticator = { headers: async () => clientHeaders, renew: async () => false };
  const server = fhirServer(source, authenticator, inProcessHttp({ 'https://api.example': api }));
  const put = (...members: string[]) =>
    putGroup('cohort', groupResource('cohort', members), source, server);
  return { groups, put, server, requests: api.requests };
}

test('a new group is created, and an existing one is stored again', async () => {
  const { groups, put } = anApi();
  assert.equal(await put('a', 'b'), 'created');
  assert.equal(await put('b', 'c'), 'stored');
  assert.deepEqual([...(groups.members('cohort') ?? [])], ['b', 'c']);
});

test('it is a PUT of FHIR JSON to the URL of the id', async () => {
  const { put, requests } = anApi();
  await put('a');
  const [request] = requests;
  assert.equal(`${request?.method} ${request?.url}`, 'PUT https://api.example/r4/Group/cohort');
  assert.equal(request?.headers['content-type'], 'application/fhir+json');
});

test('a source without a FHIR API is an error that names fhirUrl', async () => {
  const { server } = anApi();
  const without = aSource();
  await assert.rejects(putGroup('cohort', '{}', without, server), {
    name: 'SettingsInvalid',
    message: /no fhirUrl/,
  });
});

const refusals: [string, Fault, { name: string; message: RegExp | string }][] = [
  [
    'a group that it does not like, by its codes and not by its words',
    { on: 'group', intercept: () => outcome(422, 'invariant', 'Patient a-1 at 12 Elm Street') },
    { name: 'GroupRefused', message: /^the server refused the group with 422 \(invariant\)$/ },
  ],
  [
    'the credential',
    { on: 'group', intercept: unauthorized },
    { name: 'CredentialRefused', message: 'group: the server answers 401 to secret "sluice/acme"' },
  ],
  [
    'the right to write',
    { on: 'group', intercept: forbidden },
    { name: 'CredentialRefused', message: /writing the group: 403/ },
  ],
  [
    'everything, as it is down',
    { on: 'group', intercept: serverError(503) },
    { name: 'ServerUnavailable', message: /writing the group: the server answered 503/ },
  ],
];
for (const [what, fault, error] of refusals)
  test(`a server that refuses ${what} ends in ${error.name}`, async () => {
    const { groups, put } = anApi([fault]);
    await assert.rejects(put('a-1'), error);
    assert.equal(groups.read('cohort'), undefined);
  });

const server = { dialect: '1up-ste', baseUrl: 'https://analytics.example/r4' };
const tokenUrl = 'https://auth.example/token';
const { sources } = parseSettings(
  JSON.stringify({
    sources: {
      headers: { ...server, auth: { kind: 'client-headers', secret: 'a', userId: 'client' } },
      bearer: { ...server, auth: { kind: 'bearer-refresh', secret: 'b', tokenUrl } },
      credentials: { ...server, auth: { kind: 'client-credentials', secret: 'c', tokenUrl } },
      open: { ...server, auth: { kind: 'none' } },
    },
  }),
  'sources.json',
);

for (const id of ['headers', 'bearer'])
  test(`the user replaces the one of ${id}, and of no other source`, () => {
    const { [id]: before, ...others } = sources;
    const { [id]: after, ...same } = asUser('123', id, sources);
    assert.deepEqual(after, { ...before, auth: { ...before?.auth, userId: '123' } });
    assert.deepEqual(same, others);
  });

for (const id of ['credentials', 'open'])
  test(`the login of ${id} has no user, so that --user is refused`, () => {
    assert.throws(() => asUser('123', id, sources), { name: 'SettingsInvalid', message: /--user/ });
  });
