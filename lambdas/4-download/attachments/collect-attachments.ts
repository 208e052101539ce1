import * as z from 'zod';
import { mimeTypeOf } from '../../http/content-headers.ts';
import { mayAttach } from '../../lake/attaching-types.ts';
import type { AttachmentNote } from '../../lake/attachment-records.ts';
import { exportKeys } from '../../lake/keys.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { LandedReceipt } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';

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

/** Whatever of it is not as it should be counts as not there: the resource is the server's, and has landed. */
const Attachment = z.looseObject({
  contentType: Text,
  url: Text,
  data: Text,
  size: Size,
  hash: Text,
});

const Content = z.looseObject({ attachment: z.unknown() });

/** Where resources have their attachments (FHIR R4, DocumentReference.content, DiagnosticReport.presentedForm). */
const PLACES: Readonly<Record<string, (resource: Record<string, unknown>) => unknown[]>> = {
  DocumentReference: ({ content }) =>
    listOf(content)
      .map((each) => Content.safeParse(each))
      .map(({ data }) => data?.attachment),
  DiagnosticReport: ({ presentedForm }) => listOf(presentedForm),
};

/** The attachments of a resource, in its order; none of any other type. */
export function attachmentsOf(resource: Record<string, unknown>): AttachmentNote[] {
  const type = String(resource.resourceType);
  const found = Object.hasOwn(PLACES, type) ? PLACES[type]?.(resource) : undefined;
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

/** Takes down what the resources of one file attach, while it is read. */
type Notes = {
  read(resource: Record<string, unknown>): void;
  /** Writes the notes and gives how many they are, for the file's receipt. */
  keep(): Promise<Pick<LandedReceipt, 'attachments'>>;
};

/** The notes of a file; undefined where its resources attach nothing. */
export type Noting = (file: PlannedFile) => Notes | undefined;

/**
 * Notes lie beside nothing else of their file, so that a file which is fetched again has its own written
 * again, and below the export that the data lies under, where one that resumes it finds them.
 */
export const notingTo =
  (dataExportId: string, storage: Storage): Noting =>
  ({ index, type }) => {
    if (!mayAttach(type)) return undefined;
    const lines: string[] = [];
    return {
      read(resource) {
        for (const note of attachmentsOf(resource)) lines.push(`${JSON.stringify(note)}\n`);
      },
      async keep() {
        if (lines.length > 0)
          await storage.put(exportKeys(dataExportId).attachmentNotes(index), lines.join(''));
        return { attachments: lines.length };
      },
    };
  };
