import { z } from 'zod';
import type { References } from './references.ts';
import { TemplateUnresolvable } from './template.ts';

const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({
  'Fn::GetAtt': z.union([
    z.tuple([z.string(), z.string()]),
    z.string().transform((path) => path.split('.', 2)),
  ]),
});
const Sub = z.strictObject({
  'Fn::Sub': z.union([
    z.string().transform((text) => [text, {}] as const),
    z.tuple([z.string(), z.record(z.string(), z.unknown())]),
  ]),
});

/** Text that CloudFormation puts together at deployment, put together here. */
export function resolveText(value: unknown, references: References): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const intrinsic = z.union([Join, Ref, GetAtt, Sub]).safeParse(value);
  if (!intrinsic.success)
    throw new TemplateUnresolvable(`no local value for ${JSON.stringify(value)}`);
  const { data } = intrinsic;
  if ('Ref' in data) return references.ref(data.Ref);
  if ('Fn::Sub' in data) return substitute(data['Fn::Sub'], references);
  if ('Fn::GetAtt' in data) {
    const [id = '', attribute = ''] = data['Fn::GetAtt'];
    return references.attribute(id, attribute);
  }
  const [separator, parts] = data['Fn::Join'];
  return parts.map((part) => resolveText(part, references)).join(separator);
}

/** `${Name}` and `${Name.Attribute}`; `${!Name}` stands for itself without the mark. */
function substitute(
  [text, names]: readonly [string, Record<string, unknown>],
  references: References,
): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (Object.hasOwn(names, name)) return resolveText(names[name], references);
    const [id = '', attribute] = name.split('.', 2);
    return attribute === undefined ? references.ref(id) : references.attribute(id, attribute);
  });
}
