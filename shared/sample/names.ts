const FIRST = `Amber Aspen Basalt Birch Bramble Cedar Cinder Cobalt Copper Coral Dapple Delta Ember Fable Falcon Fern Flint Gannet Garnet
Gilded Granite Hazel Heron Indigo Ivory Jasper Juniper Kelp Lantern Larch Linden Lumen Maple Marble Marlow Mellow Mica Minnow Nimbus Oaken
Ochre Onyx Opal Osprey Pebble Pine Plover Quartz Quill Raven Rowan Russet Saffron Sable Sorrel Tansy Teal Thistle Umber Willow`.split(
  /\s+/,
);
const SECOND = `Anchor Arch Basin Beacon Bluff Bridge Brook Canyon Cliff Cove Creek Crossing Dale Dune Falls Fen Fjord Ford Forge Gate Glade
Glen Grove Harbour Haven Heath Hollow Island Junction Knoll Lagoon Landing Ledge Loch Marsh Meadow Mesa Mill Moor Orchard Pass Point Quarry
Reach Ridge Rock Shoal Shore Spire Spring Strand Summit Terrace Vale Vista Weir Wharf Wood Yard Zenith`.split(/\s+/);
const LEGAL = ['Compute', 'Labs', 'Systems', 'Cloud', 'Compute, Inc.', 'GPU Co', 'Works', 'Digital'];

function part(words: readonly string[], index: number): string {
  return words[index % words.length] ?? '';
}

/**
 * Invented company name, different for every index below `FIRST x SECOND x LEGAL` (28,800).
 *
 * @param index whole number from 0; neighbours differ in every word (the step is coprime to the number of names)
 */
export function companyName(index: number): string {
  const combinations = FIRST.length * SECOND.length * LEGAL.length;
  const spread = (index * 10_007 + 1_201) % combinations;
  const pair = Math.floor(spread / LEGAL.length);
  return `${part(FIRST, Math.floor(pair / SECOND.length))} ${part(SECOND, pair)} ${part(LEGAL, spread)}`;
}

/** Account name as people choose one, unique by its number: `teal-harbour-0042`. */
export function accountName(index: number): string {
  const pair = (index * 1_009 + 17) % (FIRST.length * SECOND.length);
  const words = `${part(FIRST, Math.floor(pair / SECOND.length))}-${part(SECOND, pair)}`;
  return `${words.toLowerCase()}-${String(index + 1).padStart(4, '0')}`;
}

/** Web domain of a name under the reserved top level `.example` (RFC 2606). */
export function domainOf(name: string): string {
  const label = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${label.replace(/^-|-$/g, '')}.example`;
}

/** Name of an invented hosting company. */
export function hostName(index: number): string {
  const kinds = ['Hosting', 'Fabric', 'Datacentres', 'Networks'];
  return `${part(SECOND, index * 7 + 3)}${part(FIRST, index * 11 + 5).toLowerCase()} ${part(kinds, index)}${index < 60 ? '' : ` ${index}`}`;
}
