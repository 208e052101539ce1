/**
 * The services that Sluice calls, by the name that their signatures and hosts carry; with the name
 * that `AWS_ENDPOINT_URL_…` has for each.
 */
export const SERVICES = {
  events: 'EVENTBRIDGE',
  glue: 'GLUE',
  kms: 'KMS',
  s3: 'S3',
  secretsmanager: 'SECRETS_MANAGER',
  states: 'SFN',
} as const;

export type Service = keyof typeof SERVICES;
