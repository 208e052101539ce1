import { z } from 'zod';

type ResolvedDefinition = {
  /** The state machine in plain ASL, for `parseDefinition`. */
  definition: unknown;
  /** The step's name for every `FunctionName` in the definition. */
  functions: Record<string, string>;
};

/** A template with a reference that has no local value. */
class TemplateUnresolvable extends Error {
  override name = 'TemplateUnresolvable';
}

/** The part of a CloudFormation template that is read here. */
const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
type Template = z.infer<typeof Template>;

/**
 * The only state machine of a synthesized CloudFormation template, as it would be deployed: its
 * DefinitionString with local names instead of those that AWS generates. Every bucket becomes `bucket`; a
 * function's step is its `POWERTOOLS_SERVICE_NAME`. Throws TemplateUnresolvable.
 */
export function resolveDefinition(template: unknown, bucket: string): ResolvedDefinition {
  const parsed = Template.safeParse(template);
  if (!parsed.success) throw new TemplateUnresolvable(z.prettifyError(parsed.error));
  const { Properties } = onlyMachine(parsed.data);
  if (Properties.DefinitionString === undefined)
    throw new TemplateUnresolvable('the state machine has no DefinitionString');
  const functions = new Map<string, string>();
  const text = textOf(Properties.DefinitionString, { template: parsed.data, bucket, functions });
  return { definition: JSON.parse(text), functions: Object.fromEntries(functions) };
}

function onlyMachine({ Resources }: Template) {
  const machines = Object.values(Resources).filter(
    ({ Type }) => Type === 'AWS::StepFunctions::StateMachine',
  );
  const [machine, ...others] = machines;
  if (machine && others.length === 0) return machine;
  throw new TemplateUnresolvable(
    `the template has ${machines.length} state machines instead of one`,
  );
}

type Context = {
  template: Template;
  bucket: string;
  /** The step's name by the ARN of each function that was referenced. */
  functions: Map<string, string>;
};

const Intrinsic = z.union([
  z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
  z.strictObject({ Ref: z.string() }),
  z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
]);

/** Evaluates the intrinsic functions that CloudFormation evaluates at deployment. */
function textOf(value: unknown, context: Context): string {
  if (typeof value === 'string') return value;
  const { success, data } = Intrinsic.safeParse(value);
  if (!success) throw new TemplateUnresolvable(`no local value for ${JSON.stringify(value)}`);
  if ('Ref' in data) return referred(data.Ref, context);
  if ('Fn::GetAtt' in data) return attribute(...data['Fn::GetAtt'], context);
  const [separator, parts] = data['Fn::Join'];
  return parts.map((part) => textOf(part, context)).join(separator);
}

function referred(id: string, context: Context): string {
  if (id === 'AWS::Partition') return 'aws';
  const { Type } = resource(id, context);
  if (Type === 'AWS::S3::Bucket') return context.bucket;
  throw new TemplateUnresolvable(`no local value for a Ref to ${id}, a ${Type}`);
}

function attribute(id: string, name: string, context: Context): string {
  const { Type, Properties } = resource(id, context);
  if (Type !== 'AWS::Lambda::Function' || name !== 'Arn')
    throw new TemplateUnresolvable(`no local value for ${name} of ${id}, a ${Type}`);
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${id}`;
  context.functions.set(arn, stepName(id, Properties));
  return arn;
}

function resource(id: string, { template }: Context) {
  const found = template.Resources[id];
  if (found) return found;
  throw new TemplateUnresolvable(`the template has no resource ${id}`);
}

const Named = z.object({
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

function stepName(id: string, properties: unknown): string {
  const { success, data } = Named.safeParse(properties);
  if (success) return data.Environment.Variables.POWERTOOLS_SERVICE_NAME;
  throw new TemplateUnresolvable(`the function ${id} has no POWERTOOLS_SERVICE_NAME`);
}
