const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** A MIME type in lower case, without its parameters; null where the text is none. */
export function mimeTypeOf(text: string | null | undefined): string | null {
  const type = text?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(type) ? type : null;
}

/** Whether a type is one of those; `text/*` stands for all of its kind. */
export const isOneOf = (type: string, wanted: readonly string[]): boolean =>
  wanted.some((one) => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one));
