import { basename } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { keySetFile, keySetFolder, readKeySets } from '../../lambdas/jwks/key-sets.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import { bundling, handlerProps } from '../functions/bundling.ts';

type PublicKeysProps = { http: HttpApi; keySetFiles: readonly string[] };

/**
 * Serves the public JWK Sets without authentication, because FHIR servers fetch them (rule 9). The
 * function contains the files and has no permissions, not even to log: the API's access log has the calls.
 */
export class PublicKeys extends Construct {
  constructor(scope: Construct, id: string, { http, keySetFiles }: PublicKeysProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const lambda = new NodejsFunction(this, 'Function', {
      description: 'Sluice: public keys',
      ...handlerProps('jwks'),
      memorySize: 128,
      timeout: Duration.seconds(5),
      role: role.withoutPolicyUpdates(),
      environment: { JWKS_FOLDER: '/var/task/jwks' },
      bundling: bundling(
        Object.fromEntries(keySetFiles.map((file) => [`jwks/${basename(file)}`, file])),
      ),
    });
    new HttpRoute(this, 'Route', {
      httpApi: http,
      routeKey: HttpRouteKey.with('/jwks/{source}', HttpMethod.GET),
      integration: new HttpLambdaIntegration('Lambda', lambda),
      authorizer: new HttpNoneAuthorizer(),
    });
  }
}

/**
 * The files of public JWK Sets beside the settings, of sources that log in with SMART Backend Services.
 * Throws SettingsInvalid for a file that is not a public JWK Set.
 */
export function keySetFilesOf(sources: Sources, sourcesFile: string): string[] {
  const folder = keySetFolder(sourcesFile);
  return [...readKeySets(folder).keys()]
    .filter((id) => Object.hasOwn(sources, id) && sources[id]?.auth.kind === 'smart-backend')
    .map((id) => keySetFile(folder, id));
}
