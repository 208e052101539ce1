import { Duration, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, QueryLanguage, StateGraph } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Steps } from '../steps.ts';
import { states } from './states.ts';

/** More than any source's deadline, which counts from the same moment and so strikes first (F6). */
const TIMEOUT = Duration.days(15);

/**
 * The states as Amazon States Language. They are rendered here and handed over as text, because a
 * graph that CDK binds to a machine brings a policy of its own along.
 */
export function definition(scope: Construct, steps: Steps, bucket: IBucket): DefinitionBody {
  const graph = new StateGraph(states(scope, steps, bucket).startState, 'Sluice');
  graph.timeout = TIMEOUT;
  const asl = {
    Comment: 'Lands one FHIR bulk export in the lake, whole or not at all',
    QueryLanguage: QueryLanguage.JSONATA,
    ...graph.toGraphJson(QueryLanguage.JSONATA),
  };
  return DefinitionBody.fromString(Stack.of(scope).toJsonString(asl));
}
