import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ofType, template } from './template.ts';

test('the API has three routes, each with IAM authorization', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => [
    Properties.RouteKey,
    Properties.AuthorizationType,
  ]);
  assert.deepEqual(routes, [
    ['POST /exports', 'AWS_IAM'],
    ['GET /exports/{id}', 'AWS_IAM'],
    ['DELETE /exports/{id}', 'AWS_IAM'],
  ]);
});

test('the API calls its function in the payload format that the handler reads', () => {
  template.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
    PayloadFormatVersion: '2.0',
  });
});

test('the API is throttled', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
  });
});

test('the access log has caller and request as JSON, without query, header or body', () => {
  const Stage = z.looseObject({ AccessLogSettings: z.looseObject({ Format: z.string() }) });
  const { Format } = Stage.parse(
    ofType('AWS::ApiGatewayV2::Stage')[0]?.Properties,
  ).AccessLogSettings;
  const fields = z.record(z.string(), z.string()).parse(JSON.parse(Format));
  assert.deepEqual(Object.values(fields), [
    '$context.requestId',
    '$context.requestTime',
    '$context.identity.userArn',
    '$context.identity.sourceIp',
    '$context.httpMethod',
    '$context.path',
    '$context.status',
    '$context.integrationStatus',
    '$context.error.responseType',
  ]);
});
