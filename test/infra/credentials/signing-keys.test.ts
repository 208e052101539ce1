import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { resolved } from '../resolved.ts';
import { KEY_ARN, KEY_ID, signingSources } from '../signing-sources.ts';
import { statementsOf } from '../statements.ts';
import { openSource, templateOver } from '../variant.ts';

const Properties = z.looseObject({
  Properties: z.looseObject({ PolicyDocument: z.json(), Roles: z.array(z.string()).optional() }),
});
const Role = z.looseObject({
  Properties: z.looseObject({ ManagedPolicyArns: z.array(z.string()).default([]) }),
});

const template = templateOver(signingSources);
const policies = (type: string) =>
  Object.values(template.findResources(type)).map((found) => Properties.parse(resolved(found)));
const signing = (type: string) =>
  policies(type).flatMap(({ Properties: { PolicyDocument, Roles = [] } }) =>
    statementsOf(PolicyDocument)
      .filter(({ Action }) => Action.some((action) => /^kms:(Sign|GetPublicKey)$/.test(action)))
      .map((statement) => ({ ...statement, Roles })),
  );

/** The steps that log in to a source. */
const LOG_IN = /^<Steps(KickOff|Poll|Download|Publish|CleanUp)Role\w+>$/;

test('a step that logs in can sign with the keys named by id or ARN, and with no other (rule 9)', () => {
  const statements = signing('AWS::IAM::Policy');
  assert.ok(statements.length > 0);
  for (const { Action, Resource, Roles } of statements) {
    assert.deepEqual(Action, ['kms:GetPublicKey', 'kms:Sign']);
    assert.deepEqual(Resource, [KEY_ARN, `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`]);
    for (const role of Roles) assert.match(role, LOG_IN);
  }
});

test('keys named by alias can sign through their alias only, by a separate policy (rule 9)', () => {
  const [statement, ...others] = signing('AWS::IAM::ManagedPolicy');
  assert.deepEqual(others, []);
  assert.deepEqual(statement?.Action, ['kms:GetPublicKey', 'kms:Sign']);
  assert.deepEqual(statement?.Resource, ['arn:aws:kms:eu-west-1:111122223333:key/*']);
  assert.deepEqual(statement?.Condition, {
    StringEquals: { 'kms:RequestAlias': ['alias/sluice/new', 'alias/sluice/old'] },
  });
});

test('the same steps have both permissions', () => {
  const roles = Object.entries(template.findResources('AWS::IAM::Role'));
  const holding = roles.flatMap(([id, role]) =>
    Role.parse(resolved(role)).Properties.ManagedPolicyArns.some((arn) => /SigningKeys/.test(arn))
      ? [`<${id}>`]
      : [],
  );
  const byId = signing('AWS::IAM::Policy').flatMap(({ Roles }) => Roles);
  assert.deepEqual(holding.sort(), [...new Set(byId)].sort());
  for (const id of holding) assert.match(id, LOG_IN);
});

test('without a source that signs, no function can sign', () => {
  const json = JSON.stringify(templateOver({ open: openSource }).toJSON());
  assert.doesNotMatch(json, /kms:Sign|kms:GetPublicKey/);
});

test('a private JWK Set has its secret, and keys in KMS have none', () => {
  template.resourceCountIs('AWS::SecretsManager::Secret', 1);
  template.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'sluice/signing' });
});
