import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether stock OpenSSH is here to be asked. */
export const HAS_SSH_KEYGEN = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** A folder in which `ssh-keygen` runs. */
export function sshFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-ssh-'));
  const path = (name: string) => join(folder, name);
  const ask = (args: string[], input?: Uint8Array) => {
    const { status, stdout, stderr } = spawnSync('ssh-keygen', args, { cwd: folder, input });
    return { ok: status === 0, said: `${stdout}${stderr}` };
  };
  return {
    path,
    ask,
    write: (name: string, content: string | Uint8Array, mode = 0o600) => writeFileSync(path(name), content, { mode }),
    read: (name: string) => readFileSync(path(name), 'utf8'),
    /** makes an Ed25519 key without passphrase in the files `name` and `name.pub` */
    key(name: string, ...more: string[]): string {
      const made = ask(['-q', '-t', 'ed25519', '-N', '', '-C', `${name}@example.org`, '-f', name, ...more]);
      if (!made.ok) throw new Error(made.said);
      return readFileSync(path(`${name}.pub`), 'utf8');
    },
    /** the signature that `ssh-keygen -Y sign` makes */
    sign(key: string, namespace: string, message: Uint8Array, ...more: string[]): string {
      writeFileSync(path('signed.bin'), message);
      rmSync(path('signed.bin.sig'), { force: true });
      const made = ask(['-Y', 'sign', '-q', '-n', namespace, '-f', key, ...more, 'signed.bin']);
      if (!made.ok) throw new Error(made.said);
      return readFileSync(path('signed.bin.sig'), 'utf8');
    },
    /** what `ssh-keygen -Y verify` says of a signature by the key of a line */
    verify(line: string, namespace: string, message: Uint8Array, signature: string) {
      writeFileSync(path('allowed'), `ada@example.org ${line}\n`);
      writeFileSync(path('candidate.sig'), signature);
      return ask(['-Y', 'verify', '-f', 'allowed', '-I', 'ada@example.org', '-n', namespace, '-s', 'candidate.sig'], message);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
