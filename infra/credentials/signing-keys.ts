import { Aws } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { kmsKeysOf } from '../../lambdas/settings/auth.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepLambda } from '../functions/step-lambda.ts';
import { allow } from '../security/policies.ts';

/** The public key tells the key's name and kind. */
const SIGN = ['kms:GetPublicKey', 'kms:Sign'];

/** The KMS keys that the settings name. They are made by hand, since each is registered by hand. */
export class SigningKeys extends Construct {
  private readonly arns: string[];
  private readonly byAlias: ManagedPolicy | undefined;

  constructor(scope: Construct, id: string, { sources }: { sources: Sources }) {
    super(scope, id);
    const names = new Set(
      Object.values(sources).flatMap(({ auth }) => kmsKeysOf(auth).map(({ key }) => key)),
    );
    const aliases = [...names].filter((name) => name.startsWith('alias/'));
    this.arns = [...names].filter((name) => !name.startsWith('alias/')).map(keyArn);
    this.byAlias = aliases.length > 0 ? aliasPolicy(this, 'ByAlias', aliases) : undefined;
  }

  /** May sign with the keys. */
  grantSign(step: StepLambda): void {
    if (this.arns.length > 0) step.allow(SIGN, this.arns);
    if (this.byAlias) step.attachPolicy(this.byAlias);
  }
}

const keyArn = (name: string) =>
  name.startsWith('arn:')
    ? name
    : `arn:${Aws.PARTITION}:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:key/${name}`;

/**
 * IAM names a key by its id, which an alias does not tell; so this needs `key/*`, and allows only
 * requests that name one of the aliases. A policy of its own keeps that `*` from hiding another one.
 */
const aliasPolicy = (scope: Construct, id: string, aliases: string[]) =>
  new ManagedPolicy(scope, id, {
    description: 'Sluice: sign with the keys that the settings name by alias',
    statements: [allow(SIGN, [keyArn('*')], { StringEquals: { 'kms:RequestAlias': aliases } })],
  });
