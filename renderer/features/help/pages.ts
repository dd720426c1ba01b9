import type { HelpTopic } from './topics.ts';

/** A piece of a page: a paragraph, a heading, a list of terms, a list of points, or all keys. */
export type HelpBlock =
  | { type: 'text'; text: string }
  | { type: 'heading'; text: string }
  | { type: 'terms'; terms: readonly (readonly [term: string, meaning: string])[] }
  | { type: 'keys' };

const text = (words: string): HelpBlock => ({ type: 'text', text: words });
const heading = (words: string): HelpBlock => ({ type: 'heading', text: words });
const terms = (...list: (readonly [string, string])[]): HelpBlock => ({ type: 'terms', terms: list });

/** The manual: one page a topic, no page longer than a screen or two. */
export const HELP_PAGES: Record<HelpTopic, readonly HelpBlock[]> = {
  start: [
    text(
      'A case answers one question about one or more networks. It lives in one file, which holds the sources, every decision and every saved result.',
    ),
    terms(
      ['1 Case', 'Write the question before you see results.'],
      ['2 Sources', 'Add files. They are hashed, dated and kept as they came.'],
      ['3 Mapping', 'Say what a record is, connect columns to fields, state base and date, then freeze.'],
      ['4 Quality', 'See what is wrong with the data, correct rejected records, name the supply base.'],
      ['5 Entities', 'Decide which accounts are one operator, with the effect shown before each decision.'],
      ['6 Views', 'See who holds the capacity: ranking, indices and their bounds.'],
      ['7 Removal test', 'Choose a workload, remove suppliers, see which demand would remain servable.'],
      ['8 Compare', 'Put snapshots or networks side by side and see why they differ.'],
      ['9 Report', 'Export the PDF and the tables behind it.'],
      ['10 History', 'Read every decision and roll back to any of them.'],
    ),
    text('There is no Save button: each decision is written at once. "Save a copy" gives you the whole case as a file.'),
  ],
  quality: [
    text(
      'Before you read a number, see what is wrong with the data behind it. Every dataset is checked when you open Quality; a check that lacks its column says which one, and a check that fails itself never counts as passed.',
    ),
    terms(
      ['block', 'the claim is not computed'],
      ['reject', 'the record or value is set aside with its reason'],
      ['bound', 'the weight of these records becomes unknown or a range'],
      ['note', 'told beside the number'],
      ['Share', 'how much of the weight stands in the failing records; the list begins with the most'],
      ['O', 'opens the records that fail; choose one to see its line and text in the file'],
      ['W', 'waives the finding: it stands, with your reason and name, and is printed in every report'],
    ),
    heading('Supply base'),
    text(
      'Claimed, registered, online, verified, rentable and leased are different counts. A rung that no source shows is "not disclosed" and is never copied from another. Add what a document states, with its source and date; a rung that holds more than the one around it is a finding.',
    ),
    heading('Rejected records'),
    text(
      'Records that do not fit are kept with line, reason and text. Enter opens one as a form: correct the cells, say why, and take it in. The file itself never changes; the correction is a decision that can be undone and is printed.',
    ),
    heading('Records behind a number'),
    text(
      'Press I on a row of Views, on a supplier of the Removal test or on a finding. The drawer lists the records; the chosen one shows file, hash, line, its text as it stands, and for each cell what was read and by which rule.',
    ),
  ],
  numbers: [
    text(
      'Every number is relative to the context bar: dataset, supply base, date, weight and what happens with the unknown. No result is a verdict on its own.',
    ),
    terms(
      ['HHI', 'Sum of the squared shares, 0 to 10,000. 10,000 is one holder; N equal holders give 10,000 / N.'],
      [
        'Effective number',
        '10,000 / HHI: as concentrated as that many equal providers. Other orders weigh the large ones less (q = 0 counts entities) or more (q = infinity looks at the largest alone).',
      ],
      ['CR1, CR4', 'Share of the largest, and of the four largest together.'],
      [
        'k for > 1/3, 1/2, 2/3',
        'Nakamoto coefficient: the smallest number of entities that together hold strictly more than the threshold. A tie at exactly the threshold does not pass it.',
      ],
      [
        'Gini',
        'Inequality among entities with a weight above zero, 0 to 1. Two equal providers have Gini 0: never read it without their number.',
      ],
      ['Theil, Shannon', 'Entropy measures: Theil in nats above an equal spread, Shannon in bits.'],
    ),
    heading('Not designed for'),
    text(
      'Bands of merger guidelines describe markets for goods; used for the resilience of a network they are an analogy. No composite score is computed.',
    ),
  ],
  claims: [
    text(
      'The scorecard says of eight claims how far a dataset supports them. A claim never leaves the list; what is not disclosed becomes a list of fields to ask the network for.',
    ),
    terms(
      ['computed', 'both ends of the range read the same'],
      ['computed with bounds', 'unknown, partial or missing values leave a range; the value in front of it is of the known part'],
      ['not disclosed', 'a column is absent or empty; the claim names it'],
      ['not applicable', 'somebody said, with a reason and a name, that the network has no such thing'],
    ),
    heading('Shared dependencies'),
    text(
      'One site, network, cloud, country, vendor or payout wallet may stand under several operators that look independent. They are listed by capacity, and open as a view or as a removal.',
    ),
    heading('Threshold packs'),
    text(
      'A pack is a dated, cited file of reference lines that some text uses for a purpose of its own. A line is drawn on charts and named beside numbers; it is never a verdict. A line is exact: "greater than 1,800" is false at 1,800. Beside a range it is undetermined unless the whole range lies on one side.',
    ),
  ],
  unknown: [
    text(
      'Records whose entity is not disclosed carry weight that somebody holds. Leaving them out in silence makes a network look better or worse than the data allow.',
    ),
    terms(
      ['stated', 'the known part alone'],
      ['low', 'the smallest value over all ways in which the unknown could be held'],
      ['high', 'the largest value over all those ways'],
    ),
    text(
      'For HHI, low spreads the unknown thinly and high gives all of it to the largest known entity; for the Nakamoto coefficient it is the other way round. A conclusion holds only if it holds from low to high.',
    ),
    text('An em dash means no value. 0 means zero. A record without a weight counts as zero and is named below the ranking.'),
  ],
  entities: [
    text(
      'Concentration by account hides who runs the accounts. Entities proposes which accounts may be one operator, shows what a decision would do, and keeps every decision with its evidence. No score merges anything by itself.',
    ),
    heading('Work through the proposals'),
    terms(
      ['C', 'Confirm: the accounts count as one in every view, removal test and report with the policy "confirmed".'],
      ['X', 'Reject: they are different parties; no other link may join them.'],
      ['L', 'Later: the proposal goes to the end of the list.'],
      ['U', 'Take back the last decision. The tab Ledger takes back any of them.'],
      ['Enter', 'Move to the evidence: which key collided and where it stands in the data. Escape goes back.'],
    ),
    text(
      'After a decision the next proposal has the focus. A reason is asked for only where a group is large or held together by weak links.',
    ),
    heading('What the words mean'),
    terms(
      [
        'Strength',
        'Proof: a document or a key. Strong: a shared wallet, payout address or mailbox. Weak: a domain, a network, a similar name.',
      ],
      ['Value of resolving', 'The exact change of HHI that a merge would bring: 2 x share x share for two accounts.'],
      [
        'Policies',
        'None: accounts as given. Confirmed: links that somebody confirmed. All plausible: also open links of strength proof or strong.',
      ],
      ['Dependency', 'A site, network, cloud or lessor. Sharing one never merges accounts; such links are listed apart.'],
      ['Weak links', 'They never chain: a group that only they hold together is listed in full and confirmed as a whole.'],
      ['Name of a group', 'Its parent, or else its largest member. In a filter, operator is the account and operator.group the group.'],
    ),
  ],
  removal: [
    text(
      'The test asks: if some suppliers were gone, how much of a stated demand would remain servable? Without a workload the question has no meaning, so a portfolio comes first.',
    ),
    terms(
      [
        'Workload class',
        'what one instance needs: GPUs on one node, memory, number of nodes together, countries, uptime, price; and how many instances are wanted',
      ],
      ['Removal unit', 'what disappears together: a provider, an operator, a site, a country, a vendor'],
      ['Threshold', 'the part of the demand that must remain; the test breaks strictly below it'],
      [
        'k*',
        'the smallest number of removals that breaks the test. "Proven" comes with a certificate that a person can check; otherwise both ends of the range are shown',
      ],
      ['largest first', 'removes by GPUs, ties by name'],
      ['worst case', 'for each k the set that hurts most'],
      ['random band', 'median and 5 to 95 % of random removals with a fixed seed'],
    ),
    text(
      'With "independent" placement classes are tested one by one: could the rest host this class alone? "Competing" places all at once. Unknown owners count against you in the low value and for you in the high one.',
    ),
    heading('In this order'),
    terms(
      [
        'Declare and run',
        'writes workload, threshold, unit and placement to the ledger before the result is seen; later changes are deviations',
      ],
      ['Remove by hand', 'slider, Step, Play, a mark of the curve, a row of the table (R), a country of the map; each is one step of undo'],
      ['Save scenario', 'keeps the test and what is removed for the report and for the next dataset'],
    ),
    heading('Tabs'),
    terms(
      ['Suppliers', 'every unit, with what it hosts'],
      ['Workloads', 'each class now and in every saved scenario'],
      ['Single loss', 'every unit in turn, the second loss, all pairs, random failure'],
      ['Common mode', 'everything that shares a country, network, site or vendor lost at once'],
      ['Headroom', 'how much the demand may grow, and what the cheapest placement costs'],
      ['Sensitivity', 'the smallest change that turns the conclusion'],
      ['Datasets', 'the same test on the other datasets; Replay saves and opens it there'],
    ),
  ],
  compare: [
    text(
      'Two or more snapshots, networks or entity policies side by side. Before any number, each thing that must be alike stands in a row; what differs blocks the change until it is aligned, or shown all the same with a mark that stays on every number.',
    ),
    heading('Why HHI changed'),
    terms(
      ['re-attribution', 'we learned who is who: the links of B, applied to A'],
      ['exit, entry', 'those in one snapshot only left, or arrived'],
      ['own growth', 'those in both grew or shrank'],
      ['total effect', 'the total around them grew or shrank: a smaller total raises every share'],
    ),
    text(
      'The parts add up to the change exactly. All but the first use the links of B on both sides, so an alias never looks like a market move. Where weight is unknown the parts are those of the known weight, and the change has a range; no direction is claimed that the unknown weight could turn round.',
    ),
    text('Ctrl+Shift+X swaps A and B. A series puts all snapshots in the order of their dates, each compared with the one before.'),
  ],
  files: [
    text(
      'CSV, TSV and other delimited text, JSON (arrays, objects keyed by id, one object a line), Excel workbooks and Parquet, also packed with gzip, Zstandard or zip. UTF-8, UTF-16 and Windows-1252 are recognised; each guess is shown with its reasons and can be changed before the file enters the case.',
    ),
    heading('What happens to a file'),
    text(
      'It is hashed (SHA-256), compressed and kept whole inside the case. Records that do not fit are kept too, with line, reason and repair; nothing is padded or dropped in silence.',
    ),
    heading('Fields'),
    text(
      'Columns that match a field of the model (provider, gpu_model, gpu_count, country ...) take its name. All others stay usable as dimension or weight under their own name. An unsure match is proposed and waits for you.',
    ),
    terms(
      ['One record is', 'a provider, a node, a GPU, an offer or a day. Days are never summed.'],
      ['Supply base', 'claimed, registered, online, verified, rentable or leased. A count of GPUs means nothing without it.'],
    ),
  ],
  filter: [
    text('A filter is a condition on columns, written as text and printed with every number.'),
    terms(
      ["Status = 'Existing'", 'text in single quotes, compared exactly'],
      ['gpu_count >= 8', 'numbers are read exactly; also != < <= > and "between 1 and 8"'],
      ["country in ('DE', 'FI')", 'one of several'],
      ["gpu_model like 'H100%'", '% stands for any run of characters, _ for one; case does not matter'],
      ['operator is not null', 'disclosed; "is null" finds what is not'],
      ['and, or, not, ( )', 'join conditions'],
      ['"Total GPUs" > 0', 'column names with blanks stand in double quotes'],
    ),
    text('A record whose value is not disclosed does not fulfil a comparison.'),
  ],
  sql: [
    text(
      'For questions that no view asks: the tab SQL of Views runs one statement that reads, in the SQL of SQLite. It runs on copies in a process of its own, so it can change nothing, and Cancel ends it at once.',
    ),
    terms(
      ['D1, D2 ...', 'each dataset is a table by its id; the list at the right names its columns'],
      ['gpu_count', 'the value as views use it; NULL is unknown, and sum leaves it out without a word'],
      ['"country.raw"', 'the text of the file; names with points, blanks or signs stand in double quotes'],
      ['"gpu_count.low", "gpu_count.high"', 'the ends, where records state bounds'],
      ['"operator.group"', 'who the account counts as by the confirmed links'],
      ['"#record", "#line"', 'the place of the record in its file'],
      ['count(*) - count(gpu_count)', 'how many records have no known count: say it beside every sum'],
    ),
    text(
      'Whole numbers are exact to 64 bits; numbers with a fraction are doubles, which views are not. Accounts count as given: links are applied in the columns that end in .group alone. A whole result can be kept as a dataset, whose file says what it was made of.',
    ),
  ],
  report: [
    text(
      'The report holds the saved views and removal scenarios of the case, or its default ones: findings, removal curve, concentration, sources and method.',
    ),
    terms(
      ['report.pdf', 'exported as PDF/A-3a, tagged, with the tables and claims attached'],
      ['*.csv', 'every table, full precision, no formatting'],
      ['claims.json', 'each claim with value, bounds, parameters and evidence'],
    ),
    text('Two exports of the same case give the same bytes: the document carries the date of the case, never the clock.'),
  ],
  verify: [
    text(
      'Verify opens an evidence bundle, or the PDF of a report alone, and computes every claim again from the data inside. It needs no case and no network.',
    ),
    terms(
      ['match', 'the claim comes out as stated: counts exactly, indices to nine digits'],
      ['mismatch', 'it does not; the first place where the two part ways stands beside it'],
      ['as listed', 'the bytes of the file are those that the list of hashes names'],
      ['chain whole', 'no entry of the ledger was changed, left out or put in'],
    ),
    heading('Trust ladder'),
    text(
      'L0 hashed, L1 signed by the author, L2 computed again here, L3 signed by a second person. A signature says who stands behind which bytes, not that the data of the network are true.',
    ),
  ],
  history: [
    text(
      'Each decision is an entry of the ledger and holds the hash of the entry before it, so that a later change of the past shows. Undo appends a reversal; nothing is ever deleted.',
    ),
    text(
      'Ctrl+Z takes back the latest step, whether it was a decision of the case or a removal by hand on the screen. Inside a text field it takes back typing. Undo of decisions works across restarts.',
    ),
    text('"Roll back to before" takes back a decision and all that came after it.'),
  ],
  keys: [
    text('Single letters work while a table, a chart or the removal slider has the focus. Settings can switch them off.'),
    { type: 'keys' },
  ],
};
