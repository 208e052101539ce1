/** An element of an XML answer: its text without that of its children, and these. */
export type XmlElement = { name: string; text: string; children: XmlElement[] };

/** A declaration or comment, a tag, or a run of text. */
const PIECE = /<[?!][^>]*>|<(?<slash>\/?)(?<name>[\w:.-]+)[^>]*?(?<empty>\/?)>|(?<text>[^<]+)/gy;

/**
 * Reads S3's answers: elements and text. Attributes are left out, and CDATA, which S3 does not send, is
 * not known. Undefined for what is not one well-formed element, such as a page in HTML.
 */
export function readXml(source: string): XmlElement | undefined {
  const root: XmlElement = { name: '', text: '', children: [] };
  const open = [root];
  let end = 0;
  for (const piece of source.matchAll(PIECE)) {
    end = piece.index + piece[0].length;
    if (!take(piece.groups ?? {}, open)) return undefined;
  }
  const [element, ...others] = root.children;
  const isWhole = end === source.length && open.length === 1 && others.length === 0;
  return isWhole && root.text.trim() === '' ? element : undefined;
}

/** Adds a piece to the innermost element that is open; false where it does not fit. */
function take(
  { slash, name, empty, text }: Record<string, string | undefined>,
  open: XmlElement[],
): boolean {
  const innermost = open.at(-1);
  if (!innermost) return false;
  if (text !== undefined) innermost.text += decode(text);
  if (name === undefined) return true;
  if (slash) return open.length > 1 && open.pop()?.name === name;
  const element = { name, text: '', children: [] };
  innermost.children.push(element);
  if (!empty) open.push(element);
  return true;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(?:#x(?<hex>[\da-f]+)|#(?<decimal>\d+)|(?<name>\w+));/gi, (whole, ...found) => {
    const { hex, decimal, name } = found.at(-1);
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });

/** Whether an element is the answer of that name, and no error. */
export const isResult = (element: XmlElement | undefined, name: string): element is XmlElement =>
  element?.name === `${name}Result` || element?.name === `${name}Response`;

/** The text of the first child of that name; undefined where there is none. */
export const textOf = ({ children }: XmlElement, name: string): string | undefined =>
  children.find((child) => child.name === name)?.text;

/** The children of that name. */
export const childrenOf = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((child) => child.name === name);

/** Text as the content of an element. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
