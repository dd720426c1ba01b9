import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareName, fingerprint, ngramFingerprint, soundex, wordsOf } from '../../shared/entities/fingerprint.ts';
import { withoutLegalForm } from '../../shared/entities/legal-forms.ts';
import { jaro, jaroWinkler, levenshtein, rarityOf, wordSimilarity } from '../../shared/entities/similarity.ts';

describe('the fingerprint of a name', () => {
  // OpenRefine documentation, "Clustering in depth": order, case, accents and punctuation make no difference.
  it.each([
    ['Cruise, Tom', 'Tom Cruise'],
    ['  Tom   Cruise ', 'tom cruise'],
    ['Gödel', 'godel'],
    ['1dad | Solfège', '1dad | Solfege'],
    ['Straße 7', 'strasse 7'],
    ['Łódź Æther', 'aether lodz'],
    ['ＡＢＣ', 'abc'],
  ])('is the same for %s and %s', (a, b) => {
    expect(fingerprint(a)).toBe(fingerprint(b));
  });

  it('counts a word once and is empty for a name without letters or digits', () => {
    expect(fingerprint('New York, New York')).toBe('new york');
    expect(fingerprint('👩‍💻 -- !')).toBe('');
    expect(fingerprint('')).toBe('');
  });

  it('keeps letters of every script', () => {
    expect(fingerprint('Сеть Узлов')).toBe('сеть узлов');
    expect(fingerprint('ⵣ')).toBe('ⵣ');
  });
});

describe('the n-gram fingerprint', () => {
  // OpenRefine documentation, "Clustering in depth", n-gram fingerprint: "Paris".
  it('of "Paris" is "aiprs" with n = 1 and "arispari" with n = 2', () => {
    expect(ngramFingerprint('Paris', 1)).toBe('aiprs');
    expect(ngramFingerprint('Paris', 2)).toBe('arispari');
  });

  it('finds Krzysztof, Kryzysztof and Krzystof by letters, as the same page says', () => {
    expect(new Set(['Krzysztof', 'Kryzysztof', 'Krzystof'].map((name) => ngramFingerprint(name, 1))).size).toBe(1);
  });

  it('is what sorting the runs as text gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'z', '0', 'я', '水'), minLength: 3, maxLength: 12 }), (text) => {
        const runs = (n: number) =>
          [...new Set(Array.from({ length: text.length - n + 1 }, (_, i) => text.slice(i, i + n)))].sort().join('');
        expect(ngramFingerprint(text, 1)).toBe(runs(1));
        expect(ngramFingerprint(text, 2)).toBe(runs(2));
      }),
    );
  });
});

describe('the sound of a name', () => {
  // US National Archives, "The Soundex Indexing System", and Knuth, The Art of Computer Programming 3, 6: published codes.
  it.each([
    ['robert', 'R163'],
    ['rupert', 'R163'],
    ['ashcraft', 'A261'],
    ['tymczak', 'T522'],
    ['pfister', 'P236'],
    ['washington', 'W252'],
    ['lee', 'L000'],
    ['gutierrez', 'G362'],
    ['jackson', 'J250'],
  ])('of %s is %s', (word, code) => {
    expect(soundex(word)).toBe(code);
  });

  it('leaves numbers and other scripts as they are, and does not sound the legal form', () => {
    const soundOf = (name: string) => compareName(name).phonetic;
    expect(soundOf('Coinbase 02')).toBe('02 C512');
    expect(soundOf('Nord Smyth GmbH')).toBe(soundOf('Nort Smith Inc.'));
    expect(soundOf('Сеть')).toBe('сеть');
  });
});

describe('a legal form', () => {
  it.each([
    ['Hetzner Online GmbH', 'hetzner online'],
    ['Latitude.sh LTDA', 'latitudesh'],
    ['UAB Cherry Servers', 'cherry servers'],
    ['Icaria Systems Pty Ltd', 'icaria systems'],
    ['Acme S.A. de C.V.', 'acme'],
    ['Muster GmbH & Co. KG', 'muster'],
    ['Privoxy Solutions, LLC', 'privoxy solutions'],
    // An ordinary word, and a name that is nothing but a legal form, stay.
    ['Works Private', 'works private'],
    ['AG', 'ag'],
    ['Company', 'company'],
  ])('is left out when %s is compared', (name, words) => {
    expect(withoutLegalForm(wordsOf(name)).join(' ')).toBe(words);
  });

  it('is no entity: two companies that share only "UAB" share no key', () => {
    const one = compareName('UAB Cherry Servers');
    const other = compareName('UAB Baltic Racks');
    for (const key of ['fingerprint', 'core', 'bigrams', 'letters', 'phonetic'] as const) expect(one[key]).not.toBe(other[key]);
  });
});

describe('similarity', () => {
  // Winkler 1990, table of name pairs, as reprinted in the literature; three decimals.
  it.each([
    ['MARTHA', 'MARHTA', 0.944, 0.961],
    ['DWAYNE', 'DUANE', 0.822, 0.84],
    ['DIXON', 'DICKSONX', 0.767, 0.813],
  ])('of %s and %s is %d (Jaro) and %d (Jaro-Winkler)', (a, b, plain, raised) => {
    expect(jaro(a, b)).toBeCloseTo(plain, 3);
    expect(jaroWinkler(a, b)).toBeCloseTo(raised, 3);
  });

  it.each([
    ['kitten', 'sitting', 3],
    ['Saturday', 'Sunday', 3],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('Levenshtein distance of %s and %s is %d', (a, b, distance) => {
    expect(levenshtein(a, b)).toBe(distance);
  });

  it('is symmetric and lies in 0..1', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 9 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(levenshtein(a, b)).toBe(levenshtein(b, a));
        expect(jaroWinkler(a, b)).toBeCloseTo(jaroWinkler(b, a), 12);
        expect(jaroWinkler(a, b)).toBeGreaterThanOrEqual(0);
        expect(jaroWinkler(a, b)).toBeLessThanOrEqual(1);
        const rarity = rarityOf([a.split(' '), b.split(' ')]);
        expect(wordSimilarity(a.split(' '), b.split(' '), rarity)).toBeCloseTo(wordSimilarity(b.split(' '), a.split(' '), rarity), 12);
      }),
    );
  });

  it('gives little for words that many names hold', () => {
    const rarity = rarityOf([
      ...Array.from({ length: 60 }, (_, i) => ['gpu', 'cloud', `maker${i}`]),
      ['gpu', 'cloud', 'kvasir'],
      ['kvasir', 'labs'],
    ]);
    expect(wordSimilarity(['gpu', 'cloud', 'maker1'], ['gpu', 'cloud', 'maker2'], rarity)).toBeLessThan(0.25);
    expect(wordSimilarity(['kvasir', 'gpu', 'cloud'], ['kvasir', 'cloud'], rarity)).toBeGreaterThan(0.6);
  });

  it('takes words that differ by a letter for almost the same, but never numbers', () => {
    const rarity = rarityOf([['solfege'], ['solfegge'], ['node1'], ['node2']]);
    expect(wordSimilarity(['solfege'], ['solfegge'], rarity)).toBeGreaterThan(0.9);
    expect(wordSimilarity(['node1'], ['node2'], rarity)).toBe(0);
  });
});
