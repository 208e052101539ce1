import type {
  AttachmentReference,
  AttachmentUnit,
  PlannedAttachment,
} from '../../lambdas/lake/attachment-records.ts';
import { attachmentKey } from '../../lambdas/lake/keys.ts';
import { Attachments } from '../../lambdas/settings/source.ts';
import { EXPORT_DATE, EXPORT_ID } from './builders.ts';

/** Default values of tests of attachments. */

export const BINARY_URL = 'https://files.example/Binary/1';

export const someAttachments = (changes: Partial<Attachments> = {}): Attachments =>
  Attachments.parse({ mimeTypes: ['text/*', 'application/pdf'], ...changes });

export const anAttachmentReference = (
  changes: Partial<AttachmentReference> = {},
): AttachmentReference => ({
  ...{ owner: 'DocumentReference/1', nth: 1, size: null, hash: null },
  ...{ contentType: 'text/plain', url: BINARY_URL, inline: false },
  ...changes,
});

/** The n-th attachment, with the decision to fetch it. */
export const anAttachment = (
  index = 1,
  changes: Partial<PlannedAttachment> = {},
): PlannedAttachment => ({
  index,
  contentType: 'text/plain',
  address: `https://files.example/Binary/${index}`,
  decision: {
    kind: 'fetch',
    url: `https://files.example/Binary/${index}`,
    key: attachmentKey(EXPORT_DATE, EXPORT_ID, index),
  },
  owners: [{ owner: `DocumentReference/${index}`, nth: 1, size: null, hash: null }],
  ...changes,
});

export const anAttachmentUnit = (changes: Partial<AttachmentUnit> = {}): AttachmentUnit => ({
  ...{ unit: 1, dataExportId: EXPORT_ID, exportDate: EXPORT_DATE, requiresAccessToken: true },
  settings: someAttachments(),
  attachments: [anAttachment()],
  ...changes,
});
