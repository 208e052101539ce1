import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { sharedTemplate } from '../run/template.ts';

const Json = z.record(z.string(), z.json());
const Resource = z.looseObject({ Type: z.string(), Properties: Json.default({}) });
const Resources = z.looseObject({ Resources: z.record(z.string(), Resource) });

/** The template for the repository's `sources.json`. */
export const synthesized = Resources.parse(await sharedTemplate());

/** The same for CDK's assertions. */
export const template = Template.fromJSON(synthesized);

export type Found = { id: string } & z.infer<typeof Resource>;

/** All resources of a type. */
export const ofType = (type: string): Found[] =>
  Object.entries(synthesized.Resources).flatMap(([id, resource]) =>
    resource.Type === type ? [{ id, ...resource }] : [],
  );
