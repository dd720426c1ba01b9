// Columns that a redaction is offered for, with their names over all datasets; the counts are those of the names written here.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importFile, openTestEngine } from '../acceptance/support.ts';

const WALLET = '0x52908400098527886E0F7030069857D2E4169EE';
const FIRST = [
  'provider,operator,gpu_model,gpu_count,country,payout_address,contact_domain,beneficial,panel,tier',
  `p1,Quixotry,H100 SXM 80GB,8,DE,${WALLET}1,quixotry.example,${WALLET}1,panel.quixotry.example,gold`,
  `p2,Zubrowka,H100 SXM 80GB,8,FR,${WALLET}2,zubrowka.example,${WALLET}2,https://z.example/x,gold`,
  `p3,Zubrowka,A100 80GB PCIe,4,FR,${WALLET}2,zubrowka.example,${WALLET}3,z.example,silver`,
];
const SECOND = [
  'provider,operator,gpu_model,gpu_count,country,payout_address',
  `p1,Vexillum,H100 SXM 80GB,8,DE,${WALLET}2`,
  `p9,Zubrowka,A100 80GB PCIe,2,US,${WALLET}4`,
];

describe('columns that are offered for redaction', () => {
  it('are those that tell who is meant by field, header or values, with the different names of all datasets together', async () => {
    const { engine, folder, close } = await openTestEngine();
    onTestFinished(close);
    await engine.client.cases.create({ title: 'Two lists' });
    for (const [name, lines] of [
      ['first', FIRST],
      ['second', SECOND],
    ] as const) {
      const path = join(folder, `${name}.csv`);
      writeFileSync(path, `${lines.join('\n')}\n`);
      await importFile(engine, path, { name });
    }
    const { columns } = await engine.client.report.identities();
    expect(columns).toEqual([
      { column: 'beneficial', names: 3 },
      { column: 'contact_domain', names: 2 },
      { column: 'operator', names: 3 },
      { column: 'panel', names: 3 },
      // wallets 1 and 2 of the first list, 2 and 4 of the second
      { column: 'payout_address', names: 3 },
      { column: 'provider', names: 4 },
    ]);
    const redaction = { columns: columns.map(({ column }) => column) };
    expect((await engine.client.report.redaction(redaction)).left.map(({ column }) => column)).toEqual(['tier']);
  });
});
