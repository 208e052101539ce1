import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { keySetFilesOf, PublicKeys } from '../../../infra/credentials/public-keys.ts';
import { inRepository } from '../../../infra/functions/repository.ts';
import { StepLambda } from '../../../infra/functions/step-lambda.ts';
import { stepList } from '../../../infra/functions/steps.ts';
import { Keys } from '../../../infra/security/keys.ts';
import { tracingPolicy } from '../../../infra/security/policies.ts';
import * as errors from '../../../lambdas/runtime/errors.ts';
import { readSettings } from '../../../lambdas/settings/sources.ts';
import { scratchFolder } from '../scratch.ts';
import { writeSigningSources } from '../signing-sources.ts';

const sourcesFile = inRepository('sources.json');

test('a bundle runs by itself, and compiles no function for a schema that it uses once', (t) => {
  const bundle = bundleOf(scratchFolder(t), bundling(stepList.poll));
  const settings = readFileSync(join(bundle, 'sources.json'), 'utf8');
  assert.equal(settings, readFileSync(sourcesFile, 'utf8'));
  assert.equal(refusalOf(bundle), 'SettingsInvalid');
});

/** The code that a cold start reads; more than half of it is the AWS SDK. */
const LARGEST_BYTES = 1_350_000;

/** Large dependencies by the function that needs them, and the steps that have them. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  downloadFile: ['download'],
  directHttp: ['kickOff', 'poll', 'download', 'publish', 'cleanUp'],
  authenticators: ['kickOff', 'poll', 'download', 'publish', 'cleanUp'],
  dialectOf: ['kickOff', 'poll', 'plan', 'download', 'publish', 'cleanUp'],
  putDirectly: ['download'],
  S3Client: ['kickOff', 'poll', 'plan', 'download', 'publish', 'cleanUp', 'api'],
  GlueClient: ['kickOff', 'publish', 'cleanUp'],
  EventBridgeClient: ['kickOff', 'publish', 'cleanUp'],
  SFNClient: ['kickOff', 'api'],
  SecretsManagerClient: ['kickOff', 'poll', 'download', 'publish', 'cleanUp'],
  KMSClient: ['kickOff', 'poll', 'download', 'publish', 'cleanUp'],
};

for (const [name, step] of Object.entries(stepList))
  test(`the bundle of ${name} is small, has all its dependencies, and renames no error`, (t) => {
    const code = codeOf(bundleOf(scratchFolder(t), bundling(step)));
    const isOften = name === 'api' || name === 'poll';
    const bytes = Buffer.byteLength(code);
    assert.ok(bytes <= (isOften ? LARGEST_BYTES * 0.85 : LARGEST_BYTES), `${bytes} bytes`);
    const holds = Object.keys(PARTS).filter((part) => code.includes(part));
    assert.deepEqual(
      holds,
      Object.keys(PARTS).filter((part) => PARTS[part]?.includes(name)),
    );
    // The state machine's Retry matches the names of error classes.
    assert.ok(code.includes('SettingsInvalid=class extends '));
    const renamed = new RegExp(`\\b(_(${ERRORS})|(${ERRORS})\\d+)\\b`);
    assert.doesNotMatch(code, renamed);
  });

const ERRORS = Object.keys(errors).join('|');

test('the function of the public keys serves them from its bundle', async (t) => {
  const settings = await writeSigningSources(t);
  const keySetFiles = keySetFilesOf(readSettings(settings).sources, settings);
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
  new StepLambda(stack, 'Step', { ...step, ...context, sourcesFile });
};

/** Bundles a function like `cdk synth`; returns the folder of the bundle. */
function bundleOf(outdir: string, make: (stack: Stack) => void): string {
  const stack = new Stack(new App({ outdir, builtinCloudFormationValidation: false }), 'Bundled');
  make(stack);
  const [asset] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  assert.ok(asset);
  return join(outdir, asset);
}

const codeOf = (bundle: string) => readFileSync(join(bundle, 'index.js'), 'utf8');

/** Calls the bundled handler with an invalid event: the error's name, and the functions compiled from text. */
function refusalOf(bundle: string): string {
  const run = runIn(bundle, {
    script: `
      globalThis.Function = () => process.stderr.write('a function is made\\n');
      const context = { getRemainingTimeInMillis: () => 1000 };
      await handler(event, context).catch((error) => process.stderr.write(error.name));`,
    event: {},
    env: { AWS_REGION: 'eu-west-1', BUCKET: 'lake', SOURCES_FILE: sourcesFile },
  });
  return run.stderr;
}

type Run = { script: string; event: object; env: Record<string, string> };

/** Runs a script with a bundle's handler in a child process. */
function runIn(bundle: string, { script, event, env }: Run) {
  const code = `
    const { handler } = await import(${JSON.stringify(join(bundle, 'index.js'))});
    const event = ${JSON.stringify(event)};
    ${script}`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
}
