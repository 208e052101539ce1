import { z } from 'zod';
import { type Template, TemplateUnresolvable } from './template.ts';

/** Local values for what a template refers to. */
export type References = {
  ref(id: string): string;
  attribute(id: string, name: string): string;
  /** The functions that were referred to: how, and the step's name. */
  readonly functions: ReadonlyMap<string, string>;
};

const PSEUDO = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::Region', 'us-east-1'],
  ['AWS::AccountId', '000000000000'],
  ['AWS::StackName', 'local'],
  ['AWS::URLSuffix', 'amazonaws.com'],
]);

/** Knows pseudo parameters, buckets, and functions with their versions and aliases. */
export function createReferences({ Resources }: Template, bucket: string): References {
  const functions = new Map<string, string>();
  const resource = (id: string) => {
    const found = Resources[id];
    if (found) return found;
    throw new TemplateUnresolvable(`the template has no resource ${id}`);
  };
  const functionArn = (id: string, qualifier = '') => {
    const arn = `arn:aws:lambda:us-east-1:000000000000:function:${id}${qualifier}`;
    functions.set(arn, stepName(id, resource(id).Properties));
    return arn;
  };
  return {
    functions,
    ref(id) {
      const pseudo = PSEUDO.get(id);
      if (pseudo !== undefined) return pseudo;
      const { Type, Properties } = resource(id);
      if (Type === 'AWS::S3::Bucket') return bucket;
      if (Type === 'AWS::Lambda::Version') return functionArn(qualified(id, Properties), ':1');
      if (Type === 'AWS::Lambda::Alias') return functionArn(qualified(id, Properties), ':alias');
      throw new TemplateUnresolvable(`no local value for a Ref to ${id}, a ${Type}`);
    },
    attribute(id, name) {
      const { Type } = resource(id);
      if (Type === 'AWS::S3::Bucket' && name === 'Arn') return `arn:aws:s3:::${bucket}`;
      if (Type === 'AWS::Lambda::Function' && name === 'Arn') return functionArn(id);
      throw new TemplateUnresolvable(`no local value for ${name} of ${id}, a ${Type}`);
    },
  };
}

const Qualified = z.object({ FunctionName: z.object({ Ref: z.string() }) });

/** The function that a version or alias is of. */
function qualified(id: string, properties: unknown): string {
  const { success, data } = Qualified.safeParse(properties);
  if (success) return data.FunctionName.Ref;
  throw new TemplateUnresolvable(`${id} does not say which function it is of`);
}

const Named = z.object({
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

function stepName(id: string, properties: unknown): string {
  const { success, data } = Named.safeParse(properties);
  if (success) return data.Environment.Variables.POWERTOOLS_SERVICE_NAME;
  throw new TemplateUnresolvable(`the function ${id} has no POWERTOOLS_SERVICE_NAME`);
}
