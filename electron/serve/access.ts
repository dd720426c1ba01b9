import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const pagesRemembered = 64;

/** Who may talk to the loopback host: a link that works once, the cookie it is exchanged for, and one secret per opened page. */
export class Access {
  /** cookies are shared by all ports of an address, so the name tells the port */
  readonly cookieName: string;
  #token: string | null = null;
  readonly #cookies: string[] = [];
  readonly #pages: string[] = [];

  constructor(port: number) {
    this.cookieName = `chokepoint-${port}`;
  }

  /** A new link secret; one that was not used yet stops working. */
  issueToken(): string {
    this.#token = secret();
    return this.#token;
  }

  /** The value of a `Set-Cookie` header for the right, unused token, otherwise `null`. */
  redeem(token: string): string | null {
    if (this.#token === null || !equal(this.#token, token)) return null;
    this.#token = null;
    const cookie = secret();
    remember(this.#cookies, cookie, 16);
    return `${this.cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a `Cookie` header holds one of our cookies. */
  admits(cookieHeader: string | undefined): boolean {
    const values = (cookieHeader ?? '')
      .split(';')
      .map((part) => part.trim().split('='))
      .filter(([name]) => name === this.cookieName)
      .map(([, value]) => value ?? '');
    return values.some((value) => this.#cookies.some((cookie) => equal(cookie, value)));
  }

  /** A secret for a page that is being served; calls of that page carry it in a header. */
  issuePageSecret(): string {
    const page = secret();
    remember(this.#pages, page, pagesRemembered);
    return page;
  }

  /** Whether a header holds the secret of a page that was served. */
  admitsPage(header: string | string[] | undefined): boolean {
    return typeof header === 'string' && this.#pages.some((page) => equal(page, header));
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function remember(list: string[], value: string, most: number): void {
  list.push(value);
  if (list.length > most) list.shift();
}

/** Compares in constant time, also for different lengths. */
function equal(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
