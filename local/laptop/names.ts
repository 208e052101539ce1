/** What the things are called on a laptop that CloudFormation would name. */
export const BUCKET = 'lake';
export const DATABASE = 'fhir';
export const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice';
