import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { boundWords, formatCount, formatHhi, plural } from '../../shared/format/index.ts';
import { DEFAULT_SAMPLE, generateSample, SAMPLE_AS_OF, sampleFileName } from '../../shared/sample/index.ts';
import { WITHOUT_TOTALS } from '../engine/handlers/sample-case.ts';
import { finish, intoCase, withEngine } from './case.ts';
import { makeFolder } from './folder.ts';
import { type Output, print } from './output.ts';
import { writeReport } from './report.ts';
import { allGroups } from './view.ts';

/** `demo OUT`: the main job without a window, on the sample network, step by step. */
export function demoCommand(output: Output): Command {
  return new Command('demo')
    .description('runs the main job on the sample network: import, view, removal test, report.pdf, CSV and JSON')
    .argument('<out>', 'folder to write into')
    .option('--json', 'print one JSON document')
    .action(async (out: string) => {
      const folder = makeFolder(out);
      const steps: string[] = [];
      const step = (text: string) => {
        steps.push(text);
        if (!output.json) output.out(`${steps.length}. ${text}\n`);
      };
      const csv = join(folder, sampleFileName(DEFAULT_SAMPLE));
      writeFileSync(csv, [...generateSample(DEFAULT_SAMPLE)].join(''));
      step(
        `Sample network ${DEFAULT_SAMPLE.network} (fictional), seed ${DEFAULT_SAMPLE.seed}, ${plural(DEFAULT_SAMPLE.providers, 'provider')}: ${csv}`,
      );
      const path = join(folder, 'SAMPLE.chokepoint');
      rmSync(path, { force: true });
      const files = await withEngine(folder, output, (engine) =>
        intoCase(engine, path, 'SAMPLE: Northgrid', async () => {
          const { client } = engine;
          const file = engine.files.adopt(csv).ref;
          const preview = await client.sources.preview({ file });
          step(
            `Read as ${preview.dialect.format}, ${preview.dialect.encoding}, delimiter "${preview.dialect.delimiter}", ${plural(preview.columns.length, 'column')}`,
          );
          const { dataset, source, findings } = await finish(
            await client.sources.import({
              file,
              name: preview.proposal.name,
              recipe: recipeOf(preview, { base: 'registered', asOf: SAMPLE_AS_OF, grain: 'node' }),
            }),
            output,
          );
          step(
            `Imported ${plural(dataset.rows, 'record')}, ${formatCount(dataset.rejected)} rejected, ${plural(findings.length, 'finding')}, SHA-256 ${source.sha256}`,
          );
          const { checks } = await finish(await client.quality.checks({ dataset: dataset.id }), output);
          const failed = checks.filter(({ state }) => state === 'failed' || state === 'broken');
          step(`Checked: ${failed.length} of ${plural(checks.length, 'check')} failed: ${failed.map(({ id }) => id).join(', ')}`);
          for (const by of ['provider', 'operator', 'country']) {
            const spec = { dataset: dataset.id, by, weight: 'gpu_count', where: WITHOUT_TOTALS };
            const view = await client.views.open(spec);
            await client.views.save({ name: `GPUs by ${by}`, spec });
            const groups = await allGroups(engine, view.handle);
            const { metrics } = view;
            writeFileSync(join(folder, `view-${by}.json`), `${JSON.stringify({ ...view, handle: undefined, groups }, null, 2)}\n`);
            step(
              `GPUs by ${by}: HHI ${boundWords(view, metrics.hhi, formatHhi)}, k for more than half ${boundWords(view, metrics.nakamoto['1/2'], formatCount)}. ${view.finding}.`,
            );
          }
          const builtIn = (await client.removal.portfolios()).find(({ id }) => id === 'W1');
          const spec = {
            dataset: dataset.id,
            by: 'operator',
            where: WITHOUT_TOTALS,
            portfolio: parsePortfolio(builtIn?.portfolio, 'W1'),
            threshold: '8/10',
          };
          const removal = await finish(await client.removal.solve(spec), output);
          await client.removal.saveScenario({ name: 'W1 without the largest operators', spec, removed: [] });
          writeFileSync(join(folder, 'removal.json'), `${JSON.stringify(removal, null, 2)}\n`);
          step(`Removal test: ${removal.sentence}`);
          return (await writeReport(engine, folder, {}, output)).files;
        }),
      );
      step(`Wrote ${files.map(({ name }) => name).join(', ')} to ${folder}`);
      print(
        output,
        { out: folder, steps, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) },
        () => `Done. Open report.pdf, or the case with: npm start -- --case-dir ${folder}`,
      );
    });
}
