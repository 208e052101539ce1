import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
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
import type { Interceptor } from '../../../../local/servers/http/routing.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer, clientHeaders } from '../customer.ts';
import { expected } from '../expected.ts';
import { started } from '../one-up/job.ts';
import { FileList, send } from '../send.ts';

/** The Patient file of an export: intact, and as a fault changes it. */
async function withFault(intercept: Interceptor) {
  const customer = aCustomer();
  const faults = [{ on: 'file', intercept }] as const;
  const server = oneUpSte({ ...customer, faults, duration: { polls: 1, seconds: 1 } });
  const statusUrl = await started(server, '/bulk-data/r4/$export?_type=Patient');
  const { output } = FileList.parse(JSON.parse((await send(server, statusUrl)).text));
  const url = new URL(output[0]?.file ?? '');
  const { Patient = '' } = expected(customer.population, { until: customer.clock.now() });
  const get = { method: 'GET', url, headers: clientHeaders, body: '' };
  return { intact: Buffer.from(Patient), response: await server.handle(get) };
}

const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

async function rewritten(intercept: Interceptor) {
  const { intact, response } = await withFault(intercept);
  assert.equal(response.status, 200);
  return { intact: intact.toString(), text: (await bytesOf(response)).toString() };
}

test('a truncated file has a longer content-length (D1)', async () => {
  const { intact, response } = await withFault(truncated);
  assert.equal(response.headers['content-length'], `${intact.length}`);
  assert.deepEqual(await bytesOf(response), half(intact));
});

test('a file cut in the middle breaks off while it is read (D1)', async () => {
  const { response } = await withFault(cutMidBody);
  assert.equal(response.headers['content-length'], undefined);
  await assert.rejects(bytesOf(response), /the connection broke/);
});

test('an unframed file ends with its connection, whole or not (D2)', async () => {
  const whole = await withFault(unframed);
  assert.equal(whole.response.headers.connection, 'close');
  assert.deepEqual(await bytesOf(whole.response), whole.intact);
  const cut = await withFault(unframedAndCut);
  assert.deepEqual(await bytesOf(cut.response), half(cut.intact));
});

test('a compressed file has the same content, and a cut one cannot be decompressed', async () => {
  const { intact, response } = await withFault(gzipped);
  assert.equal(response.headers['content-encoding'], 'gzip');
  assert.deepEqual(gunzipSync(await bytesOf(response)), intact);
  const cut = await bytesOf((await withFault(gzippedAndCut)).response);
  assert.throws(() => gunzipSync(cut), { code: 'Z_BUF_ERROR' });
});

test('a file may have resources of another type, each on its line (D8)', async () => {
  const { intact, text } = await rewritten(ofType('Basic'));
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, intact.trimEnd().split('\n').length);
  for (const line of lines) assert.match(line, /^\{"resourceType":"Basic","id":"pat-\d+"/);
});

test('a file may be something else than NDJSON, or empty (D10, D19)', async () => {
  assert.match((await rewritten(notNdjson)).text, /^no, not at all\n/);
  assert.equal((await rewritten(emptied)).text, '');
});

test('a file may lack its last newline, end its lines in CRLF, or begin with a BOM (D3, D11, D12)', async () => {
  const bare = await rewritten(withoutFinalNewline);
  assert.equal(`${bare.text}\n`, bare.intact);
  const crlf = await rewritten(withCrlf);
  assert.equal(crlf.text.replaceAll('\r\n', '\n'), crlf.intact);
  assert.equal(crlf.text.split('\r\n').length, 21);
  const bom = await rewritten(withBom);
  assert.equal(bom.text, `\u{feff}${bom.intact}`);
});

test('an error response to a file passes unchanged', async () => {
  const faults = [{ on: 'file', intercept: truncated }] as const;
  const server = oneUpSte({ ...aCustomer(), faults });
  assert.equal((await send(server, '/bulk-data/r4/$export/file/none.ndjson')).status, 404);
});
