/**
 * AWS list prices in us-east-1, in US dollars, without free tier or discounts. They are from memory, and
 * prices change: compare them with AWS's price pages before you decide by them.
 */
export const prices = {
  /** Lambda on arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** Standard workflows. */
  stateTransition: 0.025 / 1000,
  /** PUT, POST and LIST. */
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  s3GigabyteMonth: 0.023,
  glueRequest: 1 / 1e6,
  /** Custom events; those that AWS sends itself are free. */
  event: 1 / 1e6,
  /** Ingestion into CloudWatch Logs. */
  logGigabyte: 0.5,
  athenaTerabyte: 5,
};
