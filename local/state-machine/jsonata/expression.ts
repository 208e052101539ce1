/** Whether a string is JSONata: Step Functions takes `{%` and `%}` at its very ends only. */
export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

/** What is written between `{%` and `%}`. */
export const sourceOf = (expression: string): string => expression.slice(2, -2).trim();
