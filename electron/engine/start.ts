import type { Engine } from './index.ts';

/**
 * Opens what a person expects to see when the workbench starts: the case they worked on last, or the sample case where there is none. A case
 * that cannot be opened is left alone; the page then shows the doors, and opening it from there says what is wrong.
 */
export async function openFirstCase({ client, context }: Engine): Promise<void> {
  if (context.session.openCase !== null) return;
  const [newest] = await client.cases.list();
  try {
    if (newest) await client.cases.open({ ref: newest.ref });
    else for await (const _progress of await client.cases.openSample());
  } catch (error) {
    context.log('No case was opened at the start', error);
  }
}
