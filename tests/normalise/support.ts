import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import blocJson from '../../resources/reference/blocs.json' with { type: 'json' };
import cloudJson from '../../resources/reference/clouds.json' with { type: 'json' };
import countryJson from '../../resources/reference/countries.json' with { type: 'json' };
import gpuJson from '../../resources/reference/gpus.json' with { type: 'json' };
import { cloudIndex } from '../../shared/normalise/cloud.ts';
import { countryIndex } from '../../shared/normalise/country.ts';
import { gpuIndex } from '../../shared/normalise/gpu-index.ts';
import type { Normalised } from '../../shared/normalise/result.ts';
import { blocTableSchema, cloudTableSchema, countryTableSchema, gpuTableSchema } from '../../shared/normalise/tables.ts';

export const gpuTable = gpuTableSchema.parse(gpuJson);
export const countryTable = countryTableSchema.parse(countryJson);
export const cloudTable = cloudTableSchema.parse(cloudJson);
export const blocTable = blocTableSchema.parse(blocJson);
export const gpus = gpuIndex(gpuTable);
export const countries = countryIndex(countryTable);
export const clouds = cloudIndex(cloudTable);

export const DATA = '../shared/data';
export const hasData = existsSync(DATA);
if (!hasData) console.warn(`${DATA} is not there: tests on real spellings are skipped`);

/** Rows of a CSV file of the shared data. */
export function csv(file: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(readFileSync(`${DATA}/${file}`, 'utf8').trimEnd(), { header: true }).data;
}

/** Parsed JSON file of the shared data. */
export function json<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(`${DATA}/${file}`, 'utf8')) as Shape;
}

/** Value of a cell that must be known. */
export function knownValue<Value>(result: Normalised<Value>): Value {
  if (!result.known) throw new Error(`"${result.raw}" is unknown: ${result.reason}`);
  return result.value;
}

/** Reason of a cell that must be unknown. */
export function reasonOf(result: Normalised<unknown>): string {
  if (result.known) throw new Error(`"${result.raw}" is known: ${JSON.stringify(result.value)}`);
  return result.reason;
}
