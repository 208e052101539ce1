import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { FaultAnswer } from '../../../../local/servers/faults/fault-injector.ts';
import {
  bytesOf,
  cutMidBody,
  emptied,
  gzipped,
  gzippedAndCut,
  notNdjson,
  ofType,
  truncated,
  unframed,
  unframedAndCut,
  withBom,
  withCrlf,
  withoutFinalNewline,
} from '../../../../local/servers/faults/files.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer, clientHeaders } from '../a-customer.ts';
import { ask, Listed } from '../ask.ts';
import { expected } from '../expected.ts';
import { started } from '../one-up/a-job.ts';

/** The Patient file of an export: as it is, and as a fault leaves it. */
async function struck(answer: FaultAnswer) {
  const customer = aCustomer();
  const faults = [{ on: 'file', answer }] as const;
  const server = oneUpSte({ ...customer, faults, pace: { polls: 1, seconds: 1 } });
  const statusUrl = await started(server, '/bulk-data/r4/$export?_type=Patient');
  const { output } = Listed.parse(JSON.parse((await ask(server, statusUrl)).text));
  const url = new URL(output[0]?.file ?? '');
  const { Patient = '' } = expected(customer.population, { until: customer.clock.now() });
  const get = { method: 'GET', url, headers: clientHeaders, body: '' };
  return { honest: Buffer.from(Patient), response: await server.handle(get) };
}

const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

async function rewritten(answer: FaultAnswer) {
  const { honest, response } = await struck(answer);
  assert.equal(response.status, 200);
  return { honest: honest.toString(), text: (await bytesOf(response)).toString() };
}

test('a truncated file announces more than it has (D1)', async () => {
  const { honest, response } = await struck(truncated);
  assert.equal(response.headers['content-length'], `${honest.length}`);
  assert.deepEqual(await bytesOf(response), half(honest));
});

test('a file cut in the middle breaks off while it is read (D1)', async () => {
  const { response } = await struck(cutMidBody);
  assert.equal(response.headers['content-length'], undefined);
  await assert.rejects(bytesOf(response), /the connection broke/);
});

test('an unframed file ends with its connection, whole or not (D2)', async () => {
  const whole = await struck(unframed);
  assert.equal(whole.response.headers.connection, 'close');
  assert.deepEqual(await bytesOf(whole.response), whole.honest);
  const cut = await struck(unframedAndCut);
  assert.deepEqual(await bytesOf(cut.response), half(cut.honest));
});

test('a compressed file is the file, and a cut one cannot be unpacked', async () => {
  const { honest, response } = await struck(gzipped);
  assert.equal(response.headers['content-encoding'], 'gzip');
  assert.deepEqual(gunzipSync(await bytesOf(response)), honest);
  const cut = await bytesOf((await struck(gzippedAndCut)).response);
  assert.throws(() => gunzipSync(cut), { code: 'Z_BUF_ERROR' });
});

test('a file may hold resources of another type, each on its line (D8)', async () => {
  const { honest, text } = await rewritten(ofType('Basic'));
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, honest.trimEnd().split('\n').length);
  for (const line of lines) assert.match(line, /^\{"resourceType":"Basic","id":"pat-\d+"/);
});

test('a file may be no NDJSON, or empty (D10, D19)', async () => {
  assert.match((await rewritten(notNdjson)).text, /^no, not at all\n/);
  assert.equal((await rewritten(emptied)).text, '');
});

test('a file may lack its last newline, end its lines in CRLF, or begin with a BOM (D3, D11, D12)', async () => {
  const bare = await rewritten(withoutFinalNewline);
  assert.equal(`${bare.text}\n`, bare.honest);
  const crlf = await rewritten(withCrlf);
  assert.equal(crlf.text.replaceAll('\r\n', '\n'), crlf.honest);
  assert.equal(crlf.text.split('\r\n').length, 21);
  const bom = await rewritten(withBom);
  assert.equal(bom.text, `\u{feff}${bom.honest}`);
});

test('a file that is refused is refused as before', async () => {
  const faults = [{ on: 'file', answer: truncated }] as const;
  const server = oneUpSte({ ...aCustomer(), faults });
  assert.equal((await ask(server, '/bulk-data/r4/$export/file/none.ndjson')).status, 404);
});
