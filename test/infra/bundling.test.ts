import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Keys } from '../../infra/keys.ts';
import { keySetFilesOf, PublicKeys } from '../../infra/public-keys.ts';
import { inRepository } from '../../infra/repository.ts';
import { StepFunction } from '../../infra/step-function.ts';
import { stepList } from '../../infra/step-list.ts';
import { tracingPolicy } from '../../infra/tracing.ts';
import { readSources } from '../../lambdas/shared/settings/sources.ts';
import { everyPart } from './every-part.ts';
import { scratchFolder } from './scratch.ts';

const sourcesFile = inRepository('sources.json');

test('a bundle runs by itself, and its errors keep the names that Retry knows', (t) => {
  const bundle = bundleOf(scratchFolder(t), bundling(stepList.poll));
  const settings = readFileSync(join(bundle, 'sources.json'), 'utf8');
  assert.equal(settings, readFileSync(sourcesFile, 'utf8'));
  const code = readFileSync(join(bundle, 'index.mjs'), 'utf8');
  const names = ['ServerBusy', 'ServerUnavailable', 'CredentialRefused'];
  assert.deepEqual(
    names.filter((name) => !code.includes(`"${name}"`)),
    [],
  );
  assert.equal(errorOf(bundle), 'SettingsInvalid');
});

/** What a cold start reads. AWS is called without its SDK, which alone was half a megabyte. */
const LARGEST_KIB = 600;

for (const [name, step] of Object.entries(stepList))
  test(`the bundle of ${name} is small, and its imports are cheap`, (t) => {
    const code = readFileSync(
      join(bundleOf(scratchFolder(t), bundling(step)), 'index.mjs'),
      'utf8',
    );
    const isOften = name === 'api' || name === 'poll';
    const kib = Buffer.byteLength(code) / 1024;
    assert.ok(kib <= (isOften ? LARGEST_KIB / 2 : LARGEST_KIB), `${kib} KiB`);
    assert.doesNotMatch(code, /from"node:http"/, 'see lambdas/shared/http/http-module.ts');
  });

test('the function of the public keys has them in its bundle, and answers with them', async (t) => {
  const settings = await everyPart(t);
  const keySetFiles = keySetFilesOf(readSources(settings), settings);
  const bundle = bundleOf(scratchFolder(t), (stack) => {
    new PublicKeys(stack, 'PublicKeys', { http: new HttpApi(stack, 'Http'), keySetFiles });
  });
  const run = runIn(bundle, {
    script: `process.stdout.write((await handler(event)).body)`,
    event: { pathParameters: { source: 'alias' } },
    env: { JWKS_FOLDER: join(bundle, 'jwks') },
  });
  assert.deepEqual(JSON.parse(run.stdout), JSON.parse(readFileSync(keySetFiles[0] ?? '', 'utf8')));
});

/** Bundles a step. */
const bundling = (step: (typeof stepList)[keyof typeof stepList]) => (stack: Stack) => {
  const context = { keys: new Keys(stack, 'Keys'), tracing: tracingPolicy(stack, 'Tracing') };
  new StepFunction(stack, 'Step', { ...step, ...context, sourcesFile });
};

/** Bundles a function as `cdk synth` does; the folder of the result. */
function bundleOf(outdir: string, make: (stack: Stack) => void): string {
  const stack = new Stack(new App({ outdir, builtinCloudFormationValidation: false }), 'Bundled');
  make(stack);
  const [asset] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  assert.ok(asset);
  return join(outdir, asset);
}

/** The name of the error by which the bundled handler refuses an event that is none. */
function errorOf(bundle: string): string {
  const run = runIn(bundle, {
    script: `
      const context = { getRemainingTimeInMillis: () => 1000 };
      await handler(event, context).catch((error) => process.stderr.write(error.name));`,
    event: {},
    env: { AWS_REGION: 'eu-west-1', BUCKET: 'lake', SOURCES_FILE: sourcesFile },
  });
  return run.stderr.split('\n').at(-1) ?? '';
}

type Run = { script: string; event: object; env: Record<string, string> };

/** Runs a script over a bundle's handler, in a process of its own. */
function runIn(bundle: string, { script, event, env }: Run) {
  const code = `
    const { handler } = await import(${JSON.stringify(join(bundle, 'index.mjs'))});
    const event = ${JSON.stringify(event)};
    ${script}`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
}
