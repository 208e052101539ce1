import { z } from 'zod';

/** What is read of a CloudFormation template. */
export const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
export type Template = z.infer<typeof Template>;

/** A template with something in it that has no local value. */
export class TemplateUnresolvable extends Error {
  override name = 'TemplateUnresolvable';
}
