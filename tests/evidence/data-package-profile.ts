/**
 * What the standard asks of a descriptor, as far as tables in CSV files go, with `additionalProperties: false` where it names all properties.
 *
 * Source: https://datapackage.org/standard/data-package/, data-resource/, table-dialect/, table-schema/ (version 2)
 */
const name = { type: 'string', minLength: 1 };
const text = { type: 'string' };
// relative POSIX paths: no scheme, no parent folder, no leading slash, dot or tilde
const path = { type: 'string', pattern: '^(?![./~])(?!.*\\.\\./)(?!.*\\\\)(?!.*://).+$' };

const licenses = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { name: { type: 'string', pattern: '^[-a-zA-Z0-9._]+$' }, path, title: text },
    anyOf: [{ required: ['name'] }, { required: ['path'] }],
    additionalProperties: false,
  },
};
const sources = {
  type: 'array',
  items: { type: 'object', minProperties: 1, properties: { title: text, path, email: text, version: text }, additionalProperties: false },
};
const missingValues = {
  anyOf: [
    { type: 'array', items: text },
    {
      type: 'array',
      items: { type: 'object', required: ['value'], properties: { value: text, label: text }, additionalProperties: false },
    },
  ],
};
const field = {
  type: 'object',
  required: ['name'],
  properties: {
    name,
    title: text,
    description: text,
    type: {
      enum: [
        'string',
        'number',
        'integer',
        'boolean',
        'object',
        'array',
        'list',
        'datetime',
        'date',
        'time',
        'year',
        'yearmonth',
        'duration',
        'geopoint',
        'geojson',
        'any',
      ],
    },
    format: text,
    missingValues,
  },
  additionalProperties: false,
};
const schema = {
  type: 'object',
  required: ['fields'],
  properties: { $schema: text, fields: { type: 'array', minItems: 1, items: field }, missingValues },
  additionalProperties: false,
};
const dialect = {
  type: 'object',
  properties: {
    $schema: text,
    header: { type: 'boolean' },
    delimiter: text,
    lineTerminator: text,
    quoteChar: { type: 'string', minLength: 1, maxLength: 1 },
    doubleQuote: { type: 'boolean' },
  },
  additionalProperties: false,
};
const resource = {
  type: 'object',
  required: ['name', 'path'],
  properties: {
    name,
    path,
    type: { const: 'table' },
    title: text,
    description: text,
    format: text,
    mediatype: { type: 'string', pattern: '^.+/.+$' },
    encoding: text,
    bytes: { type: 'integer', minimum: 0 },
    hash: { type: 'string', pattern: '^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$' },
    sources,
    licenses,
    dialect,
    schema,
  },
  additionalProperties: false,
};

export const dataPackageProfile = {
  type: 'object',
  required: ['resources'],
  properties: {
    $schema: { const: 'https://datapackage.org/profiles/2.0/datapackage.json' },
    name,
    title: text,
    description: text,
    sources,
    licenses,
    resources: { type: 'array', minItems: 1, items: resource },
  },
  additionalProperties: false,
};
