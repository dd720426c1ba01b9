import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** verify.html as it was built, seen from the sources (electron/engine/evidence) and from the bundle (dist/electron). */
const built = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/verify/verify.html' : '../verify/verify.html', import.meta.url),
);

/** The page that verifies a bundle; `null` = this copy of the program was not built yet, as in development. */
export function verifyPage(): Uint8Array | null {
  return existsSync(built) ? new Uint8Array(readFileSync(built)) : null;
}
