import type { AttachmentLine } from '../../lambdas/lake/attachment-line.ts';
import type { ColumnType } from './column-type.ts';

/** The columns of `attachments`: the fields of the line that Download writes, each and no other. */
export const attachments: Record<keyof AttachmentLine, ColumnType> = {
  owner: 'string',
  nth: 'int',
  url: 'string',
  declared_type: 'string',
  content_type: 'string',
  key: 'string',
  bytes: 'bigint',
  checksum: 'string',
  size_agrees: 'boolean',
  hash_agrees: 'boolean',
  outcome: 'string',
  reason: 'string',
};
