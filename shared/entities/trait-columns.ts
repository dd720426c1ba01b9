import type { ColumnInfo } from '../case/dataset.ts';
import type { AccountTrait } from './keys.ts';
import { ACCOUNT_TRAITS } from './keys.ts';

/** A column that tells something about an account; `with` is a second column whose text follows after a blank. */
export type TraitColumn = { readonly column: string; readonly trait: AccountTrait; readonly with: string | null };

/** Headers by what they tell, tried in this order; words are those of headers in the wild. */
const HEADERS: readonly (readonly [AccountTrait, RegExp])[] = [
  ['payout-address', /\b(payout|payment|reward|rewards|withdraw\w*|beneficiary|earnings?)\b.*\b(address|wallet|account|key)\b/],
  ['wallet', /\b(wallet|coldkey|owner address|wallet address)\b/],
  ['tls-key', /\b(tls|ssl|certificate|cert)\b.*\b(key|fingerprint|hash|sha256)\b/],
  ['signing-key', /\bsigning key\b/],
  ['email', /\be ?mail\b/],
  ['website', /\b(website|web site|homepage|home page|url|contact domain|domain)\b/],
  ['contact', /\b(contact|telegram|discord|twitter|keybase|keybase username|github)\b/],
  ['host', /\b(host ?name|host uri|fqdn|rdns|reverse dns|ptr|endpoint)\b/],
];
const ADDRESS = /^(ip|ip address|public ip|public ipaddr|ipv4|ipv6|ip prefix|prefix|address range)$/;
const NAME = /^(.* )?(name|moniker|label|display name|operator)$/;

/** Header as words: `KeybaseUsername` and `payout_address` become "keybase username" and "payout address". */
function wordsOf(header: string): string {
  return header
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const isTrait = (name: string): name is AccountTrait => (ACCOUNT_TRAITS as readonly string[]).includes(name);

/**
 * Columns that tell something about the accounts of a dimension, by their headers; an AS number counts only beside an address.
 *
 * @param by the dimension itself, which tells nothing
 * @param chosen column -> trait as a person says it; where given, no header is guessed
 * Source: domain 5, blocking.
 */
export function traitColumns(columns: readonly ColumnInfo[], by: string, chosen?: Readonly<Record<string, string>>): TraitColumn[] {
  if (chosen)
    return Object.entries(chosen).flatMap(([column, trait]) => (isTrait(trait) && column !== by ? [{ column, trait, with: null }] : []));
  const asn = columns.find(({ field, header }) => field === 'asn' || wordsOf(header) === 'asn');
  return columns.flatMap(({ name, header, type, field }): TraitColumn[] => {
    if (name === by || type !== 'text' || field === 'host_org') return [];
    const words = wordsOf(header);
    if (ADDRESS.test(words)) return asn && asn.name !== name ? [{ column: asn.name, trait: 'network', with: name }] : [];
    const found = HEADERS.find(([, pattern]) => pattern.test(words));
    return found ? [{ column: name, trait: found[0], with: null }] : [];
  });
}

/** Columns that may hold the names of accounts, the likeliest first; none where the dimension itself is a name. */
export function nameColumns(columns: readonly ColumnInfo[], by: ColumnInfo): string[] {
  if (by.field === 'operator' || by.field === 'owner' || NAME.test(wordsOf(by.header))) return [];
  return columns
    .filter(({ name, type, field, header }) => name !== by.name && type === 'text' && (field === 'operator' || NAME.test(wordsOf(header))))
    .sort((a, b) => Number(b.field === 'operator') - Number(a.field === 'operator'))
    .map(({ name }) => name);
}
