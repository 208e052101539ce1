import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { STACK } from './synthesize.ts';

/**
 * Has every synthesis checked by cdk-nag's AwsSolutions; a finding that is not acknowledged fails
 * it. The ids carry the pack's name, or the report would not show what was acknowledged.
 */
export function addCdkNag(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const { at, id, reason } of acknowledgements) {
    const construct = constructAt(app, `${STACK}/${at}`);
    if (construct) Validations.of(construct).acknowledge({ id: `AwsSolutions::${id}`, reason });
  }
}

/** Some parts are only there where a source needs them. */
export const constructAt = (root: IConstruct, path: string): IConstruct | undefined =>
  path.split('/').reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), root);

/** A finding of cdk-nag that stays, where it is, and why. */
export type Acknowledgement = {
  /** Construct below the stack. */
  at: string;
  /** The finding, as the report names it. */
  id: string;
  reason: string;
};

const EXPORT_ID_IN_KEY =
  'An export id stands within the key, so that one statement for all exports needs a wildcard there';
const SOURCE_IN_KEY =
  'The name of a source stands within the key; one statement serves all sources';
const WHOLE_PREFIX = 'The step works on everything below this prefix of the one bucket';

/** A wildcard in the keys of the bucket. */
const keys = (at: string, reason: string, ...patterns: string[]): Acknowledgement[] =>
  patterns.map((pattern) => ({
    at,
    id: `AwsSolutions-IAM5[Resource::<StorageBucket5CB7C8EA.Arn>/${pattern}]`,
    reason,
  }));

/** Every finding that stays. A test fails for one that is not here, and for one here that is gone. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    at: 'Tracing',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray knows no resources; the statement stands in a policy of its own',
  },
  {
    at: 'Workflow/LogDelivery',
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery knows no resources; the statements stand in a policy of their own',
  },
  ...['Steps', 'Workflow'].map((at) => ({
    at,
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Sluice:*]',
    reason: 'Executions get their names when they start; all are of this one state machine',
  })),
  ...keys('Steps', WHOLE_PREFIX, 'exports/*', 'state/*', 'fhir/*', 'fhir/export_log/*'),
  ...keys(
    'Steps',
    EXPORT_ID_IN_KEY,
    'exports/*/attachments/*',
    'exports/*/commit-draft.json',
    'exports/*/commit.json',
    'exports/*/decision.json',
    'exports/*/failure.json',
    'exports/*/job.json',
    'exports/*/manifest/*',
    'exports/*/open/*',
    'exports/*/plan/*',
    'exports/*/progress.json',
    'exports/*/quarantine/*',
    'exports/*/receipts/*',
    'exports/*/receipts/inherited.json',
    'exports/*/refusal.json',
    'exports/*/request.json',
    'exports/*/resumed.json',
  ),
  ...keys('Steps', SOURCE_IN_KEY, 'state/*/pace.json'),
  ...keys('Workflow', EXPORT_ID_IN_KEY, 'exports/*/plan/units-*.json', 'exports/*/download/*'),
  {
    at: 'SigningKeys/ByAlias',
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]',
    reason:
      'IAM knows keys by their ids only; a condition allows those that the settings name by alias',
  },
  {
    at: 'PublicKeys',
    id: 'AwsSolutions-APIG4',
    reason: 'FHIR servers fetch the public keys without a login; the function has nothing else',
  },
  {
    at: 'Secrets',
    id: 'AwsSolutions-SMG4',
    reason:
      "The credential is the FHIR server's to change; AWS cannot rotate it. See docs/runbook.md",
  },
  {
    at: 'DeadLetters',
    id: 'AwsSolutions-SQS3',
    reason: 'This is the dead-letter queue itself; the rule does not know its users',
  },
];
