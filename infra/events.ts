import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { StepFunction } from './step-function.ts';

/** May announce on the account's default event bus, as `sluice` and as nobody else. */
export function grantAnnounce(step: StepFunction): void {
  const bus = Stack.of(step).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  step.allow(['events:PutEvents'], [bus], { StringEquals: { 'events:source': 'sluice' } });
}
