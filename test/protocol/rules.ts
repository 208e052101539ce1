import { readFileSync } from 'node:fs';

/** A rule that code and tests cite, by its id, such as `rule 37` or `K3`: one line of docs/rules.md. */
export type Rule = { id: string; anchor: string; what: string };

/** `- <a id="k3"></a>**K3** What Sluice does. _Source: where that is from._` */
const LINE = /^- <a id="(?<anchor>[^"]+)"><\/a>\*\*(?<id>[^*]+)\*\* (?<what>.+) _Source: .+\._$/;

/** The rules of docs/rules.md under its headings. Throws where a line of a list is no rule. */
export const sections: readonly { title: string; rules: readonly Rule[] }[] = readFileSync(
  'docs/rules.md',
  'utf8',
)
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = '', ...lines] = section.split('\n');
    return { title, rules: lines.filter((line) => line.startsWith('- ')).map(ruleOf) };
  });

function ruleOf(line: string): Rule {
  const { id, anchor, what } = LINE.exec(line)?.groups ?? {};
  if (id && anchor && what) return { id, anchor, what };
  throw new Error(`docs/rules.md: this line is no rule with an anchor and a source: ${line}`);
}

export const allRules: readonly Rule[] = sections.flatMap(({ rules }) => rules);
