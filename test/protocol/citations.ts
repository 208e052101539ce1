/** One rule, or several in a row: `K3`, `P7–P9`, `rule 37`, `rules 12–15`; a number goes on with the kind before it. */
const LETTERED = /^([KPMDSWOF])([1-9]\d?)(?:–\1([1-9]\d?))?$/;
const NUMBERED = /^(?:(rule|1up|invariant)s? )?([1-9]\d?)(?:–([1-9]\d?))?$/;
/** What may be in the same parentheses as a rule. */
const OTHER_SOURCE = /^(?:RFC |https:)/;

const PARENTHESES = /\(([^()]+)\)/g;
/** A comment goes on with the next line, and so do its parentheses. */
const LINE_END = /\n\s*(?:\*|\/\/)? ?/g;

/** The ids of the rules that a text cites, such as `(K3, rule 37)`. */
export const citedIn = (text: string): string[] => [
  ...new Set(parentheses(text).flatMap(({ list }) => idsOf(list))),
];

/** The text without its citations: what looks like the code of a rule there is cited in another form. */
export function withoutCitations(text: string): string {
  const citations = parentheses(text).filter(({ list }) => idsOf(list).length > 0);
  return citations.reduce((rest, { whole }) => rest.replace(whole, '()'), text);
}

const parentheses = (text: string) =>
  [...text.matchAll(PARENTHESES)].map(([whole, inner = '']) => ({
    whole,
    list: inner.replaceAll(LINE_END, ' '),
  }));

/** None where a part of the list is neither a rule nor another source. */
function idsOf(list: string): string[] {
  const ids: string[] = [];
  let kind: string | undefined;
  for (const part of list.split(/[,;] /)) {
    const [, letter, from = '', to] = LETTERED.exec(part) ?? [];
    const [, newKind = kind, first = '', last] = NUMBERED.exec(part) ?? [];
    if (letter) ids.push(...range(letter, from, to));
    else if (newKind && first) ids.push(...range(`${newKind} `, first, last));
    else if (!OTHER_SOURCE.test(part)) return [];
    kind = newKind;
  }
  return ids;
}

const range = (prefix: string, from: string, to = from): string[] =>
  Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, nth) => `${prefix}${Number(from) + nth}`,
  );
