import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { z } from 'zod';
import { inRepository } from '../../infra/functions/repository.ts';
import { synthesizeTemplate } from '../../infra/synthesize.ts';
import { readSettings } from '../../lambdas/settings/sources.ts';
import { scratchFolder } from './scratch.ts';
import { synthesized } from './template.ts';

test('the template is less than half of CloudFormation’s limit of 1 MiB', () => {
  const bytes = Buffer.byteLength(JSON.stringify(synthesized, null, 1));
  assert.ok(bytes < 512 * 1024, `${bytes} bytes`);
});

test('parsed settings give the same template as their file', () => {
  const { sources } = readSettings(inRepository('sources.json'));
  assert.deepEqual(synthesizeTemplate({ sources }), synthesized);
});

test('wrong settings fail with the field that is wrong', (t) => {
  const sourcesFile = join(scratchFolder(t), 'sources.json');
  writeFileSync(sourcesFile, JSON.stringify({ sources: { acme: { dialect: 'telex' } } }));
  assert.throws(() => synthesizeTemplate({ sourcesFile }), {
    name: 'SettingsInvalid',
    message: /sources\.acme\.dialect/,
  });
});

test('cdk.json sets every feature flag as CDK recommends, also that of the map’s result writer', () => {
  const { context } = z
    .looseObject({ context: z.record(z.string(), z.json()) })
    .parse(JSON.parse(readFileSync(inRepository('cdk.json'), 'utf8')));
  const { database, ...flags } = context;
  assert.equal(database, 'fhir');
  assert.deepEqual(flags, recommended);
  assert.equal(flags['@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2'], true);
});

test('the stack has these outputs', () => {
  const names = Object.keys(z.record(z.string(), z.json()).parse(synthesized.Outputs));
  assert.deepEqual(names, [
    'BucketName',
    'ApiUrl',
    'StateMachineArn',
    'DatabaseName',
    'AlarmTopicArn',
  ]);
});
