import type { Block } from '../document.ts';
import type { PageKind } from '../page.ts';

/** Appendix: how to verify, in four lines; what a signature says; software and licences. */
export const verifyPage: PageKind = {
  title: 'How to check this report',
  appendix: true,
  blocks: ({ input }): Block[] => [
    {
      type: 'list',
      items: [
        'Open verify.html of the evidence bundle in any browser, without a network, and drop the bundle or this PDF into it: every claim is computed again from the data.',
        'With the program: chokepoint verify FILE. It says per claim what was stated, what is computed, and the first difference.',
        'Without the program: sha256sum -c manifest-sha256.txt in the unpacked bundle tells whether a byte differs, ssh-keygen -Y verify who signed the list.',
        'From the case file: chokepoint report --case CASE --out FOLDER gives the same bytes; chokepoint check --report FOLDER checks each certificate without the search that made it.',
      ],
    },
    { type: 'heading', text: 'What trust rests on' },
    {
      type: 'facts',
      facts: [
        { label: 'L0, hashed', value: 'Every file of the bundle is listed with its SHA-256.' },
        {
          label: 'L1, signed',
          value: 'The author signed the list of hashes. A signature says who signed which bytes, not that the data of a network are true.',
        },
        { label: 'L2, recomputed', value: 'Another installation computed every claim again and got the same.' },
        { label: 'L3, counter-signed', value: 'A reviewer or the network signed the same list.' },
        { label: 'L4, published', value: 'The list was published with a time stamp from elsewhere.' },
      ],
    },
    {
      type: 'small',
      text: 'Which of these hold is told by Verify, never by the report itself: a file cannot vouch for itself.',
    },
    { type: 'heading', text: 'Software and licences' },
    {
      type: 'paragraph',
      text: `Made with Chokepoint ${input.version}; the same case gives the same bytes. The attachments of this file hold claims.json and every table with full precision. Set with Typst (Apache-2.0) in Inter (SIL Open Font License 1.1); figures by Apache ECharts (Apache-2.0); borders by Natural Earth (public domain). The notices of all parts come with the program.`,
    },
  ],
};
