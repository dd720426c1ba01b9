/** Unknown tokens by length and first byte, so that most texts are told from them without making a string. */
export class UnknownTokens {
  readonly #tokens: ReadonlySet<string>;
  readonly longest: number;
  /** 1 at length * 256 + first byte where a token may be */
  readonly possible: Uint8Array;

  constructor(tokens: ReadonlySet<string>) {
    this.#tokens = tokens;
    const forms = [...tokens].flatMap((token) => [Buffer.from(token), Buffer.from(token.toUpperCase())]).filter(({ length }) => length > 0);
    this.longest = Math.max(0, ...forms.map(({ length }) => length));
    this.possible = new Uint8Array((this.longest + 1) * 256);
    for (const form of forms) this.possible[form.length * 256 + (form[0] as number)] = 1;
  }

  readonly has = (bytes: Buffer, start: number, end: number): boolean => {
    const length = end - start;
    if (length > this.longest || this.possible[length * 256 + (bytes[start] as number)] !== 1) return false;
    return this.#tokens.has(bytes.toString('utf8', start, end).toLowerCase());
  };
}
