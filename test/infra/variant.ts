import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { synthesizeTemplate } from '../../infra/synthesize.ts';
import { parseSettings } from '../../lambdas/settings/sources.ts';

/** The template for other sources. */
export const templateOver = (sources: object): Template =>
  Template.fromJSON(
    z
      .record(z.string(), z.json())
      .parse(synthesizeTemplate(parseSettings(JSON.stringify({ sources }), 'test'))),
  );

/** A source without credential and schedule. */
export const openSource = {
  dialect: '1up-ste',
  baseUrl: 'https://open.example/r4',
  auth: { kind: 'none' },
};
