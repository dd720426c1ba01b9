import type { ReportInput } from './input.ts';

/** A file of the results that is no table. */
export type ResultFile = { name: string; mediaType: string; description: string; text: string };

/** The certificates of a removal test and the inputs that they speak about, so that they can be checked again without a solver and without the case. */
export function certificateFiles(input: ReportInput): ResultFile[] {
  return input.removals.flatMap(({ name, label, asked, inputs, result }) => {
    const { stamp, certificate, certificateHigh, portfolio, certified = portfolio } = result;
    // where classes compete, those served in full have no certificate that could be checked
    if (result.metric === 'all-or-nothing' && result.mode === 'competing') return [];
    const start = `${input.case.sample ? 'SAMPLE-' : ''}removal-${label}`;
    const { dataset, where } = stamp;
    const content = {
      claim: `R${label}.breaking-point`,
      dataset,
      where,
      ...asked,
      portfolio: certified,
      certificate,
      certificateOfOptimisticReading: certificateHigh,
    };
    const made: ResultFile = {
      name: `${start}-certificate.json`,
      mediaType: 'application/json',
      description: `Certificate of the breaking point: ${name}`,
      text: `${JSON.stringify(content, null, 1)}\n`,
    };
    if (inputs === null) return [made];
    return [
      made,
      {
        name: `${start}-inputs.jsonl`,
        mediaType: 'application/jsonl',
        description: `Inputs of the certificate: ${name}`,
        text: inputs,
      },
    ];
  });
}
