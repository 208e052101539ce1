import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { acknowledgements } from './acknowledgements.ts';
import { STACK } from './synthesize.ts';

/**
 * Has every synthesis checked by cdk-nag's AwsSolutions; a finding that is not acknowledged fails
 * it. The ids carry the pack's name, or the report would not show what was acknowledged.
 */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const { at, id, reason } of acknowledgements) {
    const construct = constructAt(app, `${STACK}/${at}`);
    if (construct) Validations.of(construct).acknowledge({ id: `AwsSolutions::${id}`, reason });
  }
}

/** Some parts are only there where a source needs them. */
export const constructAt = (root: IConstruct, path: string): IConstruct | undefined =>
  path.split('/').reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), root);
