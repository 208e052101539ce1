import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { hl7 } from '../../../../local/servers/hl7/hl7.ts';
import { aCustomer } from '../customer.ts';
import { expected } from '../expected.ts';
import { aRequest, transports } from '../http/transports.ts';
import { kickOffHeaders, manifestIn } from './hl7-server.ts';

for (const [name, connect] of Object.entries(transports))
  test(`${name}: an export goes from kick-off to files, byte for byte`, async () => {
    const customer = aCustomer();
    const { http, origin, close } = await connect(hl7({ ...customer, version: 'v3' }));
    const url = `${origin}/fhir/$export`;
    const { headers, body } = await http(aRequest(url, { headers: kickOffHeaders }));
    body.resume();
    let manifest = '';
    for (let polls = 0; polls < 10 && manifest === ''; polls += 1)
      manifest = await text((await http(aRequest(headers['content-location'] ?? ''))).body);
    const got: Record<string, string> = {};
    for (const { type = '', url } of manifestIn({ text: manifest }).output)
      got[type] = (got[type] ?? '') + (await text((await http(aRequest(url))).body));
    assert.deepEqual(got, expected(customer.population, { until: customer.clock.now() }));
    await close();
  });
