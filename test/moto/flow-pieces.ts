/** A state that takes no time. No bare text as output: moto gives it without its quotes. */
export const end = (Output: unknown) => ({ Type: 'Wait', Seconds: 0, Output, End: true });

/** The array that both buckets hold. */
export const ITEMS = { Bucket: 'flow', Key: 'items.json', text: '["a","b","c"]' };

/** A Distributed Map over that array. moto evaluates no JSONata: each item is told the same. */
export const mapOf = (One: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  Type: 'Map',
  Label: 'Items',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: ITEMS.Bucket, Key: ITEMS.Key },
  },
  ItemSelector: { same: 'for all' },
  MaxConcurrency: 1,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'One',
    States: { One },
  },
  End: true,
  ...more,
});
