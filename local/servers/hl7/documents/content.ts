/** What a document holds. */
export type Content = { readonly contentType: string; readonly bytes: Buffer };

/** The content of the document with that number: text and, each second one, bytes that are no text. */
export function contentOf(nth: number): Content {
  const text = Buffer.from(`Note ${nth} of nobody.\n`.repeat(20 + nth));
  if (nth % 2 === 0) return { contentType: 'text/plain', bytes: text };
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from([0xff, 0x00, 0xfe]), text]);
  return { contentType: 'application/pdf', bytes };
}
