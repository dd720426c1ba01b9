import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { templateZip } from '../../electron/engine/import/presets/template.ts';
import { openTestEngine } from '../acceptance/support.ts';

describe('presets over the contract', () => {
  it('are listed with how far each is verified, and the sheet is a file to save', async () => {
    const { engine, close } = await openTestEngine();
    try {
      const presets = await engine.client.sources.presets();
      expect(new Set(presets.map(({ verified }) => verified.state))).toEqual(new Set(['real-file', 'shape', 'unverified']));
      const { ref, fileName, bytes } = await engine.client.sources.template();
      expect([fileName, bytes]).toEqual(['data-request.zip', templateZip().length]);
      expect(Buffer.compare(readFileSync(engine.files.path(ref)), templateZip())).toBe(0);
    } finally {
      await close();
    }
  });
});
