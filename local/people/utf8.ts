/**
 * Text as it will be written: one character for each byte of its UTF-8. Joined texts then stay
 * one-byte strings whatever language a name is in, and become bytes by copying; with ordinary
 * strings a single Chinese name makes a whole chunk two-byte, and writing three times slower.
 */
export type Utf8 = string;

/** The bytes of a text. ASCII stays what it is, so plain strings may be joined to these. */
export const utf8 = (text: string): Utf8 => Buffer.from(text).toString('latin1');

/** The text again. */
export const decoded = (bytes: Utf8): string => Buffer.from(bytes, 'latin1').toString();
