import { describe, expect, it } from 'vitest';
import { completeLock } from '../../scripts/completeLock.ts';

const lock = {
  packages: {
    '': {},
    'node_modules/a': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: { 'a-linux-x64-gnu': '1.2.3', '@a/linux-arm64-musl': '1.2.3', 'a-darwin-arm64': '1.2.3', 'a-extra': '1.2.3' },
    },
    'node_modules/a-linux-x64-gnu': { version: '1.2.3', integrity: 'sha512-kept', optional: true },
  },
};

describe('completing the lock file', () => {
  it('adds the parts for other systems, so that `npm ci` installs there and skips them here', () => {
    expect(completeLock(lock).packages).toMatchObject({
      'node_modules/@a/linux-arm64-musl': { version: '1.2.3', os: ['linux'], cpu: ['arm64'], libc: ['musl'], optional: true, dev: true },
      'node_modules/a-darwin-arm64': { version: '1.2.3', os: ['darwin'], cpu: ['arm64'], optional: true, dev: true },
    });
  });

  it('keeps what is locked and leaves alone what is for no one system', () => {
    const { packages } = completeLock(lock);
    expect(packages['node_modules/a-linux-x64-gnu']).toEqual(lock.packages['node_modules/a-linux-x64-gnu']);
    expect(packages).not.toHaveProperty('node_modules/a-extra');
  });

  it('changes nothing the second time', () => {
    const once = completeLock(lock);
    expect(completeLock(once)).toEqual(once);
  });
});
