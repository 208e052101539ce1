import { Aws } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { kmsKeysOf } from '../../lambdas/settings/auth.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepLambda } from '../functions/step-lambda.ts';
import { allow } from '../security/policies.ts';

/** The public key gives the `kid` and the algorithm. */
const SIGN = ['kms:GetPublicKey', 'kms:Sign'];

/** The KMS keys named in the settings. Operators create them, because they register each at its server. */
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

  /** Allows signing with the keys. */
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
 * An IAM resource names a key by its id, which an alias does not give: hence `key/*`, with a condition
 * on the alias in the request. A separate policy keeps this `*` from hiding another one.
 */
const aliasPolicy = (scope: Construct, id: string, aliases: string[]) =>
  new ManagedPolicy(scope, id, {
    description: 'Sluice: sign with the keys named by alias in the settings',
    statements: [allow(SIGN, [keyArn('*')], { StringEquals: { 'kms:RequestAlias': aliases } })],
  });
