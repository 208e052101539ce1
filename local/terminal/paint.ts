import { styleText } from 'node:util';

/** Colours a text, or leaves it as it is. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Whether colours may be used is asked of the stream once; it knows `NO_COLOR` and dumb terminals. */
export const paintFor = (colour: boolean): Paint =>
  colour
    ? (format, text) => (text === '' ? '' : styleText(format, text, { validateStream: false }))
    : (_, text) => text;
