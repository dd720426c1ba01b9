import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The value at a path of parsed JSON; `undefined` = there is none. */
const valueAt = (json: unknown, path: Issue['path']): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    json,
  );

/** Where a value stands, in words: `lines 2, value`; '' = the file itself. */
const placeOf = (path: Issue['path']): string =>
  path.map((key, index) => (typeof key === 'number' ? ` ${key + 1}` : `${index === 0 ? '' : ', '}${String(key)}`)).join('');

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 39)}\u2026` : text;
};

function problemOf(json: unknown, issue: Issue): string {
  const place = placeOf(issue.path) || 'the file';
  const value = valueAt(json, issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return `${place} is ${shown(value)}, not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `${place} is ${shown(value)}, not one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => `"${key}"`).join(', ')} of ${place} ${issue.keys.length === 1 ? 'is no field' : 'are no fields'} of a pack`;
    case 'too_small':
      return issue.origin === 'string'
        ? `${place} is empty`
        : `${place} has ${Array.isArray(value) ? value.length : 'too few'}, of at least ${issue.minimum}`;
    case 'invalid_format':
      return `${place} is ${shown(value)}, which has another form than ${issue.format === 'url' ? 'an address' : issue.format === 'date' ? 'a date YYYY-MM-DD' : issue.path[0] === 'version' ? '1.0.0' : 'small letters, digits and single hyphens'}`;
    case 'invalid_union':
      return `${place} has none of the forms that it may have`;
    default:
      return `${place}: ${issue.message}`;
  }
}

/**
 * What a file lacks to be a threshold pack, in words of the file: all missing fields first, in one sentence, then what has another form.
 *
 * @param json the file as parsed
 */
export function packProblems(json: unknown, issues: readonly Issue[]): string[] {
  const isMissing = ({ path }: Issue) => path.length > 0 && valueAt(json, path) === undefined;
  const missing = issues.filter(isMissing).map(({ path }) => placeOf(path));
  return [
    ...(missing.length > 0 ? [`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`] : []),
    ...issues.filter((issue) => !isMissing(issue)).map((issue) => problemOf(json, issue)),
  ];
}
