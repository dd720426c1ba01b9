import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorValueOf } from '../../shared/case/error.ts';
import type { FileRegistry } from '../engine/files.ts';

/** Takes an uploaded file (`POST /files?name=...`) straight to disk and answers `{ ref }`, or the error value. */
export async function takeFile(files: FileRegistry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('name') ?? 'file';
  try {
    const { ref } = await files.receive(name, request);
    sendJson(response, 201, { ref });
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the person left; nothing was kept
    const value = errorValueOf(error);
    if (value === null) throw error;
    response.setHeader('Connection', 'close');
    sendJson(response, 413, value);
  }
}

/** Sends the file of a reference (`GET /files/REF`) as a download, or the error value. */
export async function sendFile(files: FileRegistry, ref: string, response: ServerResponse): Promise<void> {
  try {
    const { name, path, mediaType } = files.get(ref);
    const bytes = await files.size(ref);
    response.writeHead(200, {
      'Content-Type': mediaType,
      'Content-Length': bytes,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`,
    });
    await pipeline(createReadStream(path), response);
  } catch (error) {
    const value = errorValueOf(error);
    if (value !== null) sendJson(response, 404, value);
    else if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }).end(body);
}
