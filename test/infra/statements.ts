import { z } from 'zod';
import { resolved } from './resolved.ts';
import { ofType } from './template.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Statement = z.looseObject({
  Effect: z.string(),
  Action: oneOrMore,
  Resource: oneOrMore,
  Principal: z.json().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.json())).optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.looseObject({ Statement: z.array(Statement) });

/** The statements of a policy document in the template. */
export const statementsOf = (document: unknown): Statement[] =>
  Document.parse(resolved(document)).Statement;

const Attached = z.looseObject({ Roles: z.array(z.string()), PolicyDocument: z.json() });
const Role = z.looseObject({ ManagedPolicyArns: z.array(z.string()).default([]) });

/** All statements of a role, by the prefix of its logical id. */
export function permissionsOf(role: string): Statement[] {
  const found = ofType('AWS::IAM::Role').filter(({ id }) => id.startsWith(role));
  const [one] = found;
  if (!one || found.length > 1) throw new Error(`${found.length} roles start with ${role}`);
  const managed = Role.parse(resolved(one.Properties)).ManagedPolicyArns;
  return [
    ...ofType('AWS::IAM::Policy').flatMap(({ Properties }) => {
      const { Roles, PolicyDocument } = Attached.parse(resolved(Properties));
      return Roles.includes(`<${one.id}>`) ? statementsOf(PolicyDocument) : [];
    }),
    ...ofType('AWS::IAM::ManagedPolicy')
      .filter(({ id }) => managed.includes(`<${id}>`))
      .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument)),
  ];
}

const allowedTo = (role: string) => permissionsOf(role).filter(({ Effect }) => Effect === 'Allow');

/** The allowed actions of a role, unique and sorted. */
export const actionsOf = (role: string): string[] =>
  [...new Set(allowedTo(role).flatMap(({ Action }) => Action))].sort();

/** The resources that a role may apply an action to, unique and sorted; objects of the bucket as keys. */
export const reachOf = (role: string, action: string): string[] =>
  resourcesOf(allowedTo(role), action);

/** The resources that a role is denied an action on. */
export const deniedTo = (role: string, action: string): string[] =>
  resourcesOf(
    permissionsOf(role).filter(({ Effect }) => Effect === 'Deny'),
    action,
  );

const resourcesOf = (statements: readonly Statement[], action: string): string[] =>
  [
    ...new Set(
      statements
        .filter(({ Action }) => Action.includes(action))
        .flatMap(({ Resource }) =>
          Resource.map((arn) => arn.replace(/^<StorageBucket\w+\.Arn>\//, '')),
        ),
    ),
  ].sort();
