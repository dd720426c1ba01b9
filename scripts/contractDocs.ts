// Writes docs/contract.md from shared/contract; with `--check` only says whether the file is current.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../shared/contract/index.ts';
import { writeOrCheck } from './generated.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HEAD = `# The contract

Every query, command, job and event between the page, the engine and the command line. Generated from \`shared/contract\` by \`npm run docs\`.
A job is a stream of \`{ type: 'progress', phase, done, total }\` that ends with \`{ type: 'done', result }\`. Any entry can fail with an error value
\`{ code, message, advice, details }\`. Names that begin with a capital letter are listed under *Types*.
`;

type Json = {
  $ref?: string;
  title?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Json[];
  oneOf?: Json[];
  allOf?: Json[];
  type?: string | string[];
  items?: Json;
  prefixItems?: Json[];
  properties?: Record<string, Json>;
  required?: string[];
  additionalProperties?: Json | boolean;
  $defs?: Record<string, Json>;
};

/** Exported zod schemas by their type name: `datasetSchema` is `Dataset`. */
async function namedSchemas(): Promise<{ registry: z.core.$ZodRegistry<{ id: string }>; named: [string, z.ZodType][] }> {
  const registry = z.registry<{ id: string }>();
  const named: [string, z.ZodType][] = [];
  for (const folder of ['shared/case', 'shared/contract']) {
    for (const file of readdirSync(`${ROOT}${folder}`).filter((name) => name.endsWith('.ts'))) {
      const exported: Record<string, unknown> = await import(pathToFileURL(`${ROOT}${folder}/${file}`).href);
      for (const [name, value] of Object.entries(exported)) {
        if (!name.endsWith('Schema') || !(value instanceof z.ZodType) || registry.has(value)) continue;
        const id = name.charAt(0).toUpperCase() + name.slice(1, -'Schema'.length);
        registry.add(value, { id });
        named.push([id, value]);
      }
    }
  }
  return { registry, named: named.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function typeText(schema: Json): string {
  const join = (parts: readonly Json[], mark: string) => [...new Set(parts.map(typeText))].join(mark);
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf ?? schema.oneOf) return join(schema.anyOf ?? schema.oneOf ?? [], ' | ');
  if (schema.allOf) return join(schema.allOf, ' & ');
  if (Array.isArray(schema.type))
    return join(
      schema.type.map((type) => ({ ...schema, type })),
      ' | ',
    );
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeText).join(', ')}]`;
  if (schema.type === 'array') {
    const item = typeText(schema.items ?? {});
    return / [|&] /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
  }
  if (schema.properties) {
    const required = new Set(schema.required);
    const fields = Object.entries(schema.properties).map(([name, field]) => `${name}${required.has(name) ? '' : '?'}: ${typeText(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`;
  }
  if (schema.type === 'object')
    return `Record<string, ${typeof schema.additionalProperties === 'object' ? typeText(schema.additionalProperties) : 'unknown'}>`;
  return schema.title ?? schema.type ?? 'unknown';
}

function describe(schema: z.ZodType, registry: z.core.$ZodRegistry<{ id: string }>, io: 'input' | 'output', expand = false): string {
  const name = registry.get(schema)?.id;
  if (name && !expand) return name;
  const json = z.toJSONSchema(schema, {
    metadata: registry,
    unrepresentable: 'any',
    io,
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom') jsonSchema.title = 'Blob';
    },
  }) as Json;
  return typeText(json.$ref && expand && name ? (json.$defs?.[name] ?? json) : json);
}

/** Doc comments of the entries of one contract file, by entry name. */
function commentsOf(subject: string): Map<string, string> {
  const text = readFileSync(`${ROOT}shared/contract/${subject}.ts`, 'utf8');
  const found = text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+):\s*procedure/g);
  return new Map([...found].map(([, comment = '', name = '']) => [name, comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim()]));
}

async function contractPage(): Promise<string> {
  const { registry, named } = await namedSchemas();
  const used = new Set<string>();
  const note = (text: string) => {
    for (const [name] of text.matchAll(/\b[A-Z]\w*/g)) used.add(name);
    return `\`${text}\``;
  };
  let page = HEAD;
  for (const [subject, entries] of Object.entries(contract)) {
    const comments = commentsOf(subject);
    page += `\n## ${subject}\n`;
    for (const [name, entry] of Object.entries(entries)) {
      if (!isContractProcedure(entry)) throw new Error(`${subject}.${name} is not a procedure of the contract`);
      const { inputSchema, outputSchema } = entry['~orpc'];
      const stream = getEventIteratorSchemaDetails(outputSchema)?.yields;
      page += `\n### ${subject}.${name}\n\n${comments.get(name) ?? ''}\n\n`;
      if (inputSchema) page += `- takes ${note(describe(inputSchema as z.ZodType, registry, 'input'))}\n`;
      if (stream) page += `- streams ${note(describe(stream as z.ZodType, registry, 'output'))}\n`;
      else if (outputSchema) page += `- gives ${note(describe(outputSchema as z.ZodType, registry, 'output'))}\n`;
    }
  }
  const types = new Map(named.map(([name, schema]) => [name, describe(schema, registry, 'output', true)]));
  const queue = [...used];
  for (const name of queue) {
    for (const [inner] of (types.get(name) ?? '').matchAll(/\b[A-Z]\w*/g)) {
      if (used.has(inner)) continue;
      used.add(inner);
      queue.push(inner);
    }
  }
  page += '\n## Types\n\n';
  for (const [name, text] of types) if (used.has(name)) page += `- **${name}**: \`${text}\`\n`;
  return page;
}

writeOrCheck(`${ROOT}docs/contract.md`, await contractPage(), 'npm run docs');
