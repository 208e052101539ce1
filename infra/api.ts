import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { StepLambda } from './functions/step-lambda.ts';
import { encryptedLogGroup, type Keys } from './security/keys.ts';

/** The HTTP API to start, show and cancel exports, with IAM authorization (SigV4). */
export class Api extends Construct {
  readonly http: HttpApi;
  readonly url: string;

  constructor(scope: Construct, id: string, { api, keys }: { api: StepLambda; keys: Keys }) {
    super(scope, id);
    this.http = new HttpApi(this, 'Http', {
      apiName: 'sluice',
      description: 'Sluice: start, show and cancel exports',
      createDefaultStage: false,
      defaultAuthorizer: new HttpIamAuthorizer(),
    });
    const integration = new HttpLambdaIntegration('Lambda', api.lambda);
    const methods = [HttpMethod.GET, HttpMethod.DELETE];
    this.http.addRoutes({ path: '/exports', methods: [HttpMethod.POST], integration });
    this.http.addRoutes({ path: '/exports/{id}', methods, integration });
    const logs = encryptedLogGroup(this, 'AccessLogs', keys, '/aws/vendedlogs/apis/sluice');
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.http,
      stageName: '$default',
      autoDeploy: true,
      // For a few operators and programs; it is not a public API.
      throttle: { rateLimit: 10, burstLimit: 20 },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: ACCESS_LOG },
    });
    this.url = stage.url;
  }
}

/** Caller, request and status; no query, header or body. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    caller: '$context.identity.userArn',
    address: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    path: '$context.path',
    status: '$context.status',
    integrationStatus: '$context.integrationStatus',
    errorType: '$context.error.responseType',
  }),
);
