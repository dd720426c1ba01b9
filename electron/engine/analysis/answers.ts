/** One kind of answer and how many of it are kept; `answer` is never filled and ties the kind to the type of its answers. */
export type AnswerKind<Answer> = { readonly most: number; readonly answer?: Answer };

/**
 * What a lane worked out and may be asked for again: the answers of each kind that were used last. They are held by the state of the lane,
 * so that closing a case lets all of them go.
 */
export class Answers {
  readonly #kinds = new Map<AnswerKind<unknown>, Map<string, unknown>>();

  /**
   * The answer that is kept under a key, or a new one; what `make` throws is not kept.
   *
   * @param key everything that the answer depends on
   */
  keep<Answer>(kind: AnswerKind<Answer>, key: readonly unknown[], make: () => Answer): Answer {
    const answers = (this.#kinds.get(kind) ?? new Map()) as Map<string, Answer>;
    this.#kinds.set(kind, answers);
    const text = JSON.stringify(key);
    const answer = answers.has(text) ? (answers.get(text) as Answer) : make();
    answers.delete(text);
    answers.set(text, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= kind.most) break;
      answers.delete(oldest);
    }
    return answer;
  }
}
