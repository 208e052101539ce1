import { z } from 'zod';
import { fields, NumberOrExpression, Template } from './schema.ts';

const partition = 'arn:aws[\\w-]*:states:::';

export const ItemReader = fields({
  Resource: z
    .string()
    .regex(
      new RegExp(`^${partition}s3:(getObject|listObjectsV2)$`),
      'not supported by the local interpreter',
    ),
  Arguments: Template,
  ReaderConfig: z
    .object({ InputType: z.string().optional(), MaxItems: NumberOrExpression.optional() })
    .optional(),
});
export type ItemReader = z.infer<typeof ItemReader>;

export const ItemBatcher = fields({
  MaxItemsPerBatch: NumberOrExpression.optional(),
  MaxInputBytesPerBatch: NumberOrExpression.optional(),
  BatchInput: Template.optional(),
});
export type ItemBatcher = z.infer<typeof ItemBatcher>;

export const ResultWriter = fields({
  Resource: z
    .string()
    .regex(new RegExp(`^${partition}s3:putObject$`), 'not supported by the local interpreter'),
  Arguments: Template,
  WriterConfig: fields({
    OutputType: z.enum(['JSON', 'JSONL']).default('JSON'),
    Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']).default('NONE'),
  }).default({ OutputType: 'JSON', Transformation: 'NONE' }),
});
export type ResultWriter = z.infer<typeof ResultWriter>;

/** What a Map may say only when its items run as executions of their own. */
export const distributedOnly = {
  ItemReader: ItemReader.optional(),
  ItemBatcher: ItemBatcher.optional(),
  ResultWriter: ResultWriter.optional(),
  ToleratedFailureCount: NumberOrExpression.optional(),
  ToleratedFailurePercentage: NumberOrExpression.optional(),
  Label: z
    .string()
    .regex(/^[^\s*?<>{}[\]:;,\\|^~$#%&`"]{1,40}$/, 'a label of at most 40 characters')
    .optional(),
};
