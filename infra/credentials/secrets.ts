import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type Auth, secretName } from '../../lambdas/settings/auth.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Keys } from '../security/keys.ts';
import { viaService } from '../security/policies.ts';

/** One secret per credential named in the settings; the operator sets its value. */
export class Secrets extends Construct {
  private readonly all: Secret[];
  private readonly rotating: Secret[];
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, { keys, sources }: { keys: Keys; sources: Sources }) {
    super(scope, id);
    this.keys = keys;
    const auths = Object.values(sources).map(({ auth }) => auth);
    const secrets = new Map(
      secretNames(auths).map((name) => [name, emptySecret(this, name, keys)] as const),
    );
    const named = (names: string[]) => names.flatMap((name) => secrets.get(name) ?? []);
    this.all = [...secrets.values()];
    this.rotating = named(secretNames(auths.filter(({ kind }) => kind === 'bearer-refresh')));
  }

  /** Allows reading the secrets, and writing those of refresh tokens, because these rotate. */
  grantRead(step: StepLambda): void {
    const use = (actions: string[], key: string, secrets: Secret[]) => {
      if (secrets.length === 0) return;
      step.allow(
        actions,
        secrets.map(({ secretArn }) => secretArn),
      );
      step.allow([key], [this.keys.data.keyArn], viaService('secretsmanager'));
    };
    use(['secretsmanager:GetSecretValue'], 'kms:Decrypt', this.all);
    use(['secretsmanager:PutSecretValue'], 'kms:GenerateDataKey', this.rotating);
  }
}

const secretNames = (auths: readonly Auth[]) => [
  ...new Set(auths.flatMap((auth) => secretName(auth) ?? [])),
];

/** A secret with a random placeholder as value. Retained: an operator entered its value by hand. */
const emptySecret = (scope: Construct, name: string, keys: Keys) =>
  new Secret(scope, name, {
    secretName: name,
    description:
      'Sluice: credential of a source. Replace the value: docs/runbook.md#a-new-credential',
    encryptionKey: keys.data,
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'placeholder' },
    removalPolicy: RemovalPolicy.RETAIN,
  });
