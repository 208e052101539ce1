import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveDefinition } from '../../../../local/state-machine/definition/resolve-definition.ts';

const lambda = (name: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: name } } },
});

const template = (DefinitionString: unknown, more: Record<string, unknown> = {}) => ({
  Resources: {
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString } },
    Poll1A2B: lambda('poll'),
    KickOff3C4D: lambda('kick-off'),
    Lake5E6F: { Type: 'AWS::S3::Bucket' },
    Topic: { Type: 'AWS::SNS::Topic' },
    ...more,
  },
});

const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const POLL = 'arn:aws:lambda:us-east-1:000000000000:function:Poll1A2B';

test('a joined definition becomes plain ASL, and functions become steps', () => {
  const text = join(
    '{"Resource":"arn:',
    { Ref: 'AWS::Partition' },
    ':states:::lambda:invoke","FunctionName":"',
    arn('Poll1A2B'),
    '","Bucket":"',
    { Ref: 'Lake5E6F' },
    join('"', '}'),
  );
  assert.deepEqual(resolveDefinition(template(text), 'lake'), {
    definition: {
      Resource: 'arn:aws:states:::lambda:invoke',
      FunctionName: POLL,
      Bucket: 'lake',
    },
    functions: { [POLL]: 'poll' },
  });
});

test('a definition without references is unchanged and names no function', () => {
  assert.deepEqual(resolveDefinition(template('{"StartAt":"A"}'), 'lake'), {
    definition: { StartAt: 'A' },
    functions: {},
  });
});

test('a reference without a local value is rejected by name', () => {
  const refused = (value: unknown, message: RegExp, more = {}) =>
    assert.throws(() => resolveDefinition(template(join('"', value, '"'), more), 'lake'), {
      name: 'TemplateUnresolvable',
      message,
    });
  refused({ 'Fn::ImportValue': 'x' }, /no local value for .*Fn::ImportValue/);
  refused({ Ref: 'Topic' }, /no local value for a Ref to Topic, a AWS::SNS::Topic/);
  refused({ Ref: 'Nowhere' }, /no resource Nowhere/);
  refused({ 'Fn::GetAtt': ['Poll1A2B', 'Version'] }, /Version of Poll1A2B/);
  refused(arn('Bare'), /Bare has no POWERTOOLS_SERVICE_NAME/, {
    Bare: { Type: 'AWS::Lambda::Function' },
  });
});

test('the template must have one state machine, with its definition', () => {
  const { Machine: _, ...others } = template('{}').Resources;
  assert.throws(() => resolveDefinition({ Resources: others }, 'lake'), /has 0 state machines/);
  const two = template('{}', { Second: { Type: 'AWS::StepFunctions::StateMachine' } });
  assert.throws(() => resolveDefinition(two, 'lake'), /has 2 state machines/);
  assert.throws(() => resolveDefinition(template(undefined), 'lake'), /no DefinitionString/);
  assert.throws(() => resolveDefinition({}, 'lake'), { name: 'TemplateUnresolvable' });
});
