import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { keySetFilesOf } from '../../../infra/credentials/public-keys.ts';
import { synthesizeTemplate } from '../../../infra/synthesize.ts';
import { keySetFile, keySetFolder } from '../../../lambdas/jwks/key-sets.ts';
import { readSettings } from '../../../lambdas/settings/sources.ts';
import { resolved } from '../resolved.ts';
import { scratchFolder } from '../scratch.ts';
import { signingSources, writeSigningSources } from '../signing-sources.ts';

const Json = z.record(z.string(), z.json());
const Found = z.record(
  z.string(),
  z.looseObject({ Properties: z.looseObject({ Role: z.string().optional() }) }),
);

test('the public keys are served without authentication, and nothing else is (rule 9)', async (t) => {
  const template = Template.fromJSON(
    Json.parse(synthesizeTemplate({ sourcesFile: await writeSigningSources(t) })),
  );
  const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
  assert.deepEqual(
    routes.map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType]),
    [
      ['POST /exports', 'AWS_IAM'],
      ['GET /exports/{id}', 'AWS_IAM'],
      ['DELETE /exports/{id}', 'AWS_IAM'],
      ['GET /jwks/{source}', 'NONE'],
    ],
  );
});

test('the function that serves them has no permissions', async (t) => {
  const template = Json.parse(synthesizeTemplate({ sourcesFile: await writeSigningSources(t) }));
  const functions = Found.parse(
    resolved(Template.fromJSON(template).findResources('AWS::Lambda::Function')),
  );
  const serving = Object.entries(functions).filter(([id]) => id.startsWith('PublicKeys'));
  assert.equal(serving.length, 1);
  const role = serving[0]?.[1].Properties.Role?.replace(/^<(\w+)\.Arn>$/, '$1') ?? '';
  assert.match(role, /^PublicKeysRole/);
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].map((type) =>
    Template.fromJSON(template).findResources(type),
  );
  assert.ok(!JSON.stringify(attached).includes(role));
  const own = JSON.stringify(Template.fromJSON(template).findResources('AWS::IAM::Role')[role]);
  assert.doesNotMatch(own, /ManagedPolicyArns|"Policies"/);
});

test('only the JWK Sets of sources that sign are deployed', async (t) => {
  const sourcesFile = await writeSigningSources(t);
  const folder = keySetFolder(sourcesFile);
  assert.deepEqual(keySetFilesOf(readSettings(sourcesFile).sources, sourcesFile), [
    keySetFile(folder, 'alias'),
    keySetFile(folder, 'secret'),
  ]);
});

test('a private key in a JWK Set fails the synthesis', async (t) => {
  const sourcesFile = await writeSigningSources(t);
  const file = keySetFile(keySetFolder(sourcesFile), 'secret');
  writeFileSync(file, '{"keys":[{"kty":"EC","d":"marker"}]}');
  assert.throws(
    () => synthesizeTemplate({ sourcesFile }),
    (error: Error) => {
      assert.equal(error.name, 'SettingsInvalid');
      assert.match(error.message, /secret\.json is not a public JWK Set/);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    },
  );
});

test('without JWK Sets no function for them is deployed', (t) => {
  const sourcesFile = join(scratchFolder(t), 'own', 'sources.json');
  mkdirSync(dirname(sourcesFile));
  writeFileSync(sourcesFile, JSON.stringify({ sources: signingSources }));
  assert.doesNotMatch(JSON.stringify(synthesizeTemplate({ sourcesFile })), /PublicKeys|jwks/);
});
