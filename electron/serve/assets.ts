import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export type Asset = { body: Buffer; mediaType: string };

/**
 * The file of the built page that a request path names, or `null`: decoded once, only plain segments, of a known media type, and
 * (after links are followed) inside `folder`.
 */
export async function readAsset(folder: string, requestPath: string): Promise<Asset | null> {
  const segments = plainSegments(requestPath);
  if (segments === null) return null;
  const mediaType = mediaTypes[extname(segments.at(-1) ?? '').toLowerCase()];
  if (mediaType === undefined) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, ...segments));
    const inside = relative(root, file);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
    return { body: await readFile(file), mediaType };
  } catch {
    return null; // not there, a folder, or not readable: the same answer for all
  }
}

/** Segments of a request path, or `null` where any of them is not a plain file name. */
function plainSegments(requestPath: string): string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/')) return null;
  const segments = decoded.slice(1).split('/');
  return segments.every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(segment)) ? segments : null;
}
