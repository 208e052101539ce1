import { z } from 'zod';

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
};

const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.json())]) });

/**
 * A value of the template with its intrinsic functions resolved: a resource is `<LogicalId>`, an
 * attribute `<LogicalId.Name>`, and the account is synthetic.
 */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const ref = Ref.safeParse(value);
  if (ref.success) return PSEUDO[ref.data.Ref] ?? `<${ref.data.Ref}>`;
  const attribute = GetAtt.safeParse(value);
  if (attribute.success) return `<${attribute.data['Fn::GetAtt'].join('.')}>`;
  const join = Join.safeParse(value);
  if (join.success) return join.data['Fn::Join'][1].map(resolved).join(join.data['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each)]));
}
