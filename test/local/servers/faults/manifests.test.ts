import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  cutJson,
  withDuplicate,
  withFirstLinkOn,
  withFirstLinkPlain,
  withFirstType,
  withoutOutput,
  withoutTransactionTime,
  withTransactionTime,
} from '../../../../local/servers/faults/manifests.ts';
import type { Interceptor } from '../../../../local/servers/http/routing.ts';
import { oneUpMte } from '../../../../local/servers/one-up/mte.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer } from '../customer.ts';
import { started } from '../one-up/job.ts';
import { send } from '../send.ts';

const Manifest = z.looseObject({
  transactionTime: z.string().optional(),
  output: z
    .array(
      z.looseObject({ type: z.string(), file: z.string().optional(), url: z.string().optional() }),
    )
    .optional(),
});

/** A finished job's status, changed by a fault, and the intact one. */
async function withFault(intercept: Interceptor) {
  const times = async (faulty: boolean) => {
    const faults = faulty ? [{ on: 'status', intercept } as const] : [];
    const server = oneUpSte({ ...aCustomer(), faults, duration: { polls: 1, seconds: 1 } });
    return (await send(server, await started(server))).text;
  };
  return { intact: Manifest.parse(JSON.parse(await times(false))), text: await times(true) };
}

async function edited(intercept: Interceptor) {
  const { intact, text } = await withFault(intercept);
  return { intact, manifest: Manifest.parse(JSON.parse(text)) };
}

test('a cut status is not JSON (P7)', async () => {
  const { text } = await withFault(cutJson);
  assert.match(text, /^\{"id":/);
  assert.throws(() => JSON.parse(text), SyntaxError);
});

test('a transactionTime is missing, or another (M12)', async () => {
  const missing = await edited(withoutTransactionTime);
  const { transactionTime: _, ...others } = missing.intact;
  assert.deepEqual(missing.manifest, others);
  const tomorrow = await edited(withTransactionTime('2026-01-02T01:00:00.000Z'));
  assert.equal(tomorrow.manifest.transactionTime, '2026-01-02T01:00:00.000Z');
});

test('a finished job lists nothing (P9)', async () => {
  const { intact, manifest } = await edited(withoutOutput);
  assert.ok(intact.output);
  assert.equal(manifest.output, undefined);
});

test('the first file has a hostile type and the same link (M8)', async () => {
  const { intact, manifest } = await edited(withFirstType('../../x'));
  const [first, ...others] = intact.output ?? [];
  assert.deepEqual(manifest.output, [{ ...first, type: '../../x' }, ...others]);
});

test('the first file is listed twice (M7)', async () => {
  const { intact, manifest } = await edited(withDuplicate);
  const [first, ...others] = intact.output ?? [];
  assert.deepEqual(manifest.output, [first, first, ...others]);
});

test('the first link has another origin, the others do not (M5)', async () => {
  const { intact, manifest } = await edited(withFirstLinkOn('https://evil.example'));
  const [first, ...others] = intact.output ?? [];
  const file = first?.file?.replace('https://analytics.example', 'https://evil.example');
  assert.deepEqual(manifest.output, [{ ...first, file }, ...others]);
});

test('the first link is plain http on the same host', async () => {
  const { intact, manifest } = await edited(withFirstLinkPlain);
  assert.equal(manifest.output?.[0]?.file, intact.output?.[0]?.file?.replace('https:', 'http:'));
  assert.equal(manifest.output?.[1]?.file, intact.output?.[1]?.file);
});

test('a list of multi tenant, with its links under url, is changed in the same way', async () => {
  const faults = [{ on: 'kick-off', intercept: withFirstLinkOn('https://evil.example') }] as const;
  const { text } = await send(oneUpMte({ ...aCustomer(), faults }), '/bulk-data/r4/$export');
  const { output } = Manifest.parse(JSON.parse(text));
  assert.match(output?.[0]?.url ?? '', /^https:\/\/evil\.example\/bulk-data\/r4\/\$export\//);
  assert.match(output?.[1]?.url ?? '', /^https:\/\/analytics\.example\//);
});

test('a status without a list passes unchanged', async () => {
  const faults = [{ on: 'status', intercept: withoutTransactionTime }] as const;
  const server = oneUpSte({ ...aCustomer(), faults });
  const { text } = await send(server, await started(server));
  assert.ok(Manifest.parse(JSON.parse(text)).transactionTime);
});
