import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Keys } from '../../infra/keys.ts';
import { inRepository } from '../../infra/repository.ts';
import { StepFunction } from '../../infra/step-function.ts';
import { stepList } from '../../infra/step-list.ts';
import { tracingPolicy } from '../../infra/tracing.ts';
import { scratchFolder } from './scratch.ts';

const sourcesFile = inRepository('sources.json');

test('a bundle runs by itself, and its errors keep the names that Retry knows', (t) => {
  const bundle = bundleOf(scratchFolder(t));
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

/** Bundles Poll as `cdk synth` does; the folder of the result. */
function bundleOf(outdir: string): string {
  const stack = new Stack(new App({ outdir, builtinCloudFormationValidation: false }), 'Bundled');
  const context = { keys: new Keys(stack, 'Keys'), tracing: tracingPolicy(stack, 'Tracing') };
  new StepFunction(stack, 'Poll', { ...stepList.poll, ...context, sourcesFile });
  const [asset] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  assert.ok(asset);
  return join(outdir, asset);
}

/** The name of the error by which the bundled handler refuses an event that is none. */
function errorOf(bundle: string): string {
  const script = `
    const { handler } = await import(${JSON.stringify(join(bundle, 'index.mjs'))});
    const context = { getRemainingTimeInMillis: () => 1000 };
    await handler({}, context).catch((error) => process.stderr.write(error.name));`;
  const env = {
    ...process.env,
    AWS_REGION: 'eu-west-1',
    BUCKET: 'lake',
    SOURCES_FILE: sourcesFile,
  };
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env,
    encoding: 'utf8',
  });
  return run.stderr.split('\n').at(-1) ?? '';
}
