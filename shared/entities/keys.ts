import { UNKNOWN_TOKENS } from '../case/recipe.ts';
import type { EvidenceType } from './link.ts';

/** What is known about an account beside its name; a key of `ACCOUNT_TRAITS` names the evidence that two equal values are. */
export const ACCOUNT_TRAITS = [
  'wallet',
  'payout-address',
  'tls-key',
  'signing-key',
  'email',
  'contact',
  'website',
  'network',
  'host',
] as const;
export type AccountTrait = (typeof ACCOUNT_TRAITS)[number];

/** One fact about an account: for `network` the AS number and an address or prefix, such as "AS64500 203.0.113.7". */
export type Trait = {
  readonly type: AccountTrait;
  readonly value: string;
  readonly source?: string | null;
  readonly dateSeen?: string | null;
};

/** A collision key: equal text of the same kind puts accounts into one block. */
export type TraitKey = { readonly evidence: EvidenceType; readonly key: string };

/** Mail services that hand out addresses to anybody: their domain is no evidence, the mailbox is. */
const PUBLIC_MAIL: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com proton.me protonmail.com pm.me
  gmx.com gmx.de gmx.net web.de mail.ru yandex.ru yandex.com qq.com 163.com 126.com foxmail.com tutanota.com tuta.io zoho.com mail.com
  aol.com duck.com hey.com fastmail.com`.split(/\s+/),
);
/** Sites where the first part of the path, not the domain, says who it is. */
const PATH_SITES: ReadonlySet<string> = new Set(
  `x.com twitter.com t.me telegram.me github.com gitlab.com linktr.ee medium.com discord.gg discord.com keybase.io linkedin.com facebook.com
  instagram.com youtube.com reddit.com warpcast.com notion.site linkin.bio bsky.app`.split(/\s+/),
);
/** Suffixes under which strangers register names, beside plain top levels. Not complete: an unlisted one gives a weak key too many. */
const SHARED_SUFFIXES: ReadonlySet<string> = new Set(
  `co.uk org.uk ac.uk gov.uk com.au net.au org.au co.nz co.jp or.jp ne.jp ac.jp co.kr or.kr com.br net.br com.cn net.cn org.cn com.hk com.tw
  com.sg com.my co.in net.in co.za com.tr com.ua com.ar com.mx co.il co.id or.id com.vn com.ph com.pl net.pl
  github.io gitlab.io vercel.app netlify.app pages.dev workers.dev herokuapp.com web.app firebaseapp.com blogspot.com wordpress.com
  wixsite.com webflow.io notion.site substack.com medium.com on.fleek.co fly.dev onrender.com amazonaws.com compute.amazonaws.com
  cloudfront.net azurewebsites.net cloudapp.azure.com googleusercontent.com bc.googleusercontent.com your-server.de clients.your-server.de
  contaboserver.net
  vultrusercontent.com linodeusercontent.com ovh.net`.split(/\s+/),
);
const UNKNOWN: ReadonlySet<string> = new Set(UNKNOWN_TOKENS);
const LONGEST_UNKNOWN = 2 * Math.max(...UNKNOWN_TOKENS.map(({ length }) => length));

/** Whether a text means that nothing is known (the default words for unknown). */
export function meansUnknown(text: string): boolean {
  // Longer texts cannot be one of the words; this is asked for every fact of every account.
  return text.length <= LONGEST_UNKNOWN && UNKNOWN.has(text.trim().toLowerCase());
}

/**
 * Domain that one party registers: the last label below a suffix under which strangers register names.
 *
 * @returns lower case, or `null` for an IP address, a single label or no host name
 */
function registeredDomain(host: string): string | null {
  const name = host.trim().toLowerCase().replace(/\.$/, '');
  if (name.includes('..') || name.startsWith('.') || /(^|\.)\d*$/.test(name)) return null;
  let start = name.lastIndexOf('.');
  if (start < 0) return null;
  // The longest listed suffix of at most four labels.
  for (let size = 2, dot = start; size <= 4 && dot > 0; size += 1) {
    dot = name.lastIndexOf('.', dot - 1);
    if (SHARED_SUFFIXES.has(name.slice(dot + 1))) start = dot;
    if (dot < 0) break;
  }
  if (start < 0) return null;
  const domain = name.slice(name.lastIndexOf('.', start - 1) + 1);
  // "static.7.6.5.4.clients.your-server.de": a number below a host's suffix is part of an address.
  return /^\d+\./.test(domain) && SHARED_SUFFIXES.has(domain.slice(domain.indexOf('.') + 1)) ? null : domain;
}

function websiteKey(value: string): string | null {
  const [host = '', path = ''] = value
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^(www\d?|m)\./, '')
    .replace(/[?#].*$/, '')
    .split('/');
  const name = host.replace(/^.*@/, '').replace(/:\d+$/, '');
  if (!PATH_SITES.has(name)) return registeredDomain(name);
  return path === '' ? null : `${name}/${path.replace(/^@/, '')}`;
}

/** /24 of an IPv4 address or longer prefix, /48 of an IPv6 address; `null` for other text and shorter prefixes. */
function prefixOf(address: string): string | null {
  const [base = '', length] = address.split('/');
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(base);
  if (four) return length !== undefined && Number(length) < 24 ? null : `${four[1]}.${four[2]}.${four[3]}.0/24`;
  if (!base.includes(':') || (length !== undefined && Number(length) < 48)) return null;
  const [left = '', right] = base.toLowerCase().split('::');
  const head = left.split(':').filter(Boolean);
  const tail = right === undefined ? [] : right.split(':').filter(Boolean);
  const groups = right === undefined ? head : [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  if (groups.length !== 8 || groups.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return null;
  return `${groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/48`;
}

/**
 * Collision keys of one fact: an e-mail address gives its mailbox and, unless anybody can have one there, its domain.
 *
 * @returns none where the text means unknown, or says nothing (an AS number without an address is a dependency, not evidence)
 * Source: domain 5, blocking.
 */
export function keysOfTrait({ type, value }: Trait): TraitKey[] {
  const text = value.trim();
  if (meansUnknown(text)) return [];
  const key = (evidence: EvidenceType, found: string | null): TraitKey[] => (found === null ? [] : [{ evidence, key: found }]);
  switch (type) {
    case 'wallet':
    case 'payout-address':
    case 'tls-key':
    case 'signing-key':
      return key(type, /^0x[0-9a-f]+$/i.test(text) ? text.toLowerCase() : text);
    case 'contact':
      return key('contact', text.toLowerCase().replace(/^@/, ''));
    case 'email': {
      const match = /^([^\s@]+)@([^\s@]+\.[^\s@]+)$/.exec(text.toLowerCase().replace(/^mailto:/, ''));
      if (!match) return [];
      const domain = PUBLIC_MAIL.has(match[2] as string) ? null : registeredDomain(match[2] as string);
      return [...key('mailbox', match[0]), ...key('email-domain', domain)];
    }
    case 'website':
      return key('domain', websiteKey(text));
    case 'host':
      return key('host-suffix', registeredDomain(text));
    case 'network': {
      const [asn = '', address = ''] = text.split(/\s+/);
      const number = /^(?:AS)?(\d{1,10})$/i.exec(asn)?.[1];
      const prefix = prefixOf(address);
      return key('address-range', number !== undefined && prefix !== null ? `AS${number} ${prefix}` : null);
    }
  }
}
