import * as z from 'zod';
import { mimeTypeOf } from '../../http/content-headers.ts';
import type { AttachmentReference } from '../../lake/attachment-records.ts';
import { exportKeys } from '../../lake/keys.ts';
import { mayHaveAttachments } from '../../lake/landed-type.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { AttachmentCollector } from '../fetch/fetch-file.ts';

/**
 * Collects the attachment references of one file; undefined if its resources have none. Each file has its
 * own object, written again when the file is fetched again, below the export where the data lies: an
 * export that resumes it finds them there.
 */
export const collectAttachments =
  (dataExportId: string, storage: Storage) =>
  ({ index, type }: PlannedFile): AttachmentCollector | undefined => {
    if (!mayHaveAttachments(type)) return undefined;
    const lines: string[] = [];
    return {
      add(resource) {
        for (const reference of attachmentsOf(resource))
          lines.push(`${JSON.stringify(reference)}\n`);
      },
      async flush() {
        if (lines.length > 0)
          await storage.put(exportKeys(dataExportId).attachmentReferences(index), lines.join(''));
        return { attachments: lines.length };
      },
    };
  };

const Text = z.string().nullable().catch(null);
/** R5 writes the size, an integer64, as a string (https://hl7.org/fhir/R5/json.html#primitive). */
const Size = z
  .union([
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null);

/** An invalid element counts as absent: the resource is the server's, and lands as it is. */
const Attachment = z.looseObject({
  contentType: Text,
  url: Text,
  data: Text,
  size: Size,
  hash: Text,
});

const Content = z.looseObject({ attachment: z.unknown() });

/** By resource type (FHIR R4, DocumentReference.content, DiagnosticReport.presentedForm). */
const ATTACHMENTS: Readonly<Record<string, (resource: Record<string, unknown>) => unknown[]>> = {
  DocumentReference: ({ content }) =>
    listOf(content)
      .map((each) => Content.safeParse(each))
      .map(({ data }) => data?.attachment),
  DiagnosticReport: ({ presentedForm }) => listOf(presentedForm),
};

/** The attachments of a resource, in order; none of any other type. */
export function attachmentsOf(resource: Record<string, unknown>): AttachmentReference[] {
  const type = String(resource.resourceType);
  const found = Object.hasOwn(ATTACHMENTS, type) ? ATTACHMENTS[type]?.(resource) : undefined;
  const owner = typeof resource.id === 'string' ? `${type}/${resource.id}` : type;
  return (found ?? []).flatMap((each, i) => {
    const { data: attachment } = Attachment.safeParse(each);
    if (!attachment) return [];
    const { contentType, url, data, size, hash } = attachment;
    const about = { contentType: mimeTypeOf(contentType), url: url || null, inline: !!data };
    return [{ owner, nth: i + 1, size, hash, ...about }];
  });
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
