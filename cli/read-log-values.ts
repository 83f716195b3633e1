/**
 * Splits a stream of JSON text into the values a log holds, whatever it is: `{"Records":[...]}` as CloudTrail writes
 * it, one object, an array, or one object per line. Only one record is in memory at a time.
 */

export type LogPiece =
  | { readonly kind: 'value'; readonly value: unknown; readonly line: number }
  | { readonly kind: 'problem'; readonly reason: string; readonly line: number };

/** `Records` of CloudTrail's files; `Events` of `aws cloudtrail lookup-events`. */
const OPENS_LIST = /"(Records|Events)"\s*:\s*$/;

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === NEWLINE || code === 13;

/** What is being read at the moment. `discarded`: scanned for its end only. */
interface OpenValue {
  readonly line: number;
  readonly parts: string[];
  length: number;
  discarded: boolean;
}

export class LogSplitter {
  readonly #longest: number;
  #open: OpenValue | undefined;
  /** Brackets around the present character. */
  #depth = 0;
  /** Brackets around the records themselves: 0 for lines, 1 in an array, 2 in `{"Records":[`. */
  #base = 0;
  #line = 1;
  #inText = false;
  #escaped = false;
  #atLineStart = true;
  #skipping: 'nothing' | 'line' | 'element' = 'nothing';
  /** The last character that was no space. */
  #last = 0;
  #pieces: LogPiece[] = [];

  /** `longest`: characters of one record; CloudTrail's own have 256 KB at most. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Takes the next text of the stream; answers what it completed. */
  push(chunk: string): readonly LogPiece[] {
    let from = 0;
    for (let i = 0; i < chunk.length; i += 1) {
      const code = chunk.charCodeAt(i);
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) {
          this.#inText = false;
          this.#last = QUOTE;
        } else if (code === NEWLINE) {
          this.#keep(chunk, from, i);
          from = i + 1;
          this.#breakOff();
          this.#countLine();
        }
        continue;
      }
      if (isSpace(code)) {
        if (code === NEWLINE) this.#countLine();
        continue;
      }
      if (this.#open === undefined) {
        if (this.#between(code)) from = i;
      } else if (code === OPEN_BRACE && this.#startsAnew()) {
        this.#keep(chunk, from, i);
        this.#breakOff();
        this.#start();
        from = i;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        this.#keep(chunk, from, i);
        from = i;
        if (code === OPEN_BRACKET && this.#opensList()) from = i + 1;
        else this.#depth += 1;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        this.#depth -= 1;
        if (this.#depth === this.#base) {
          this.#keep(chunk, from, i + 1);
          this.#finish();
        }
      } else if (code === QUOTE) this.#inText = true;
      this.#last = code;
      this.#atLineStart = false;
    }
    this.#keep(chunk, from, chunk.length);
    return this.#take();
  }

  /** Says what the end of the stream leaves unfinished. */
  end(): readonly LogPiece[] {
    const unfinished = this.#open !== undefined || this.#base > 0;
    if (this.#open !== undefined && !this.#open.discarded) this.#salvage(this.#open);
    else if (unfinished) this.#problem('the file ends early');
    return this.#take();
  }

  /** A character that belongs to no record; true when it starts one. */
  #between(code: number): boolean {
    if (this.#skipping === 'line') return false;
    if (code === COMMA) {
      this.#skipping = 'nothing';
      return false;
    }
    if (code === OPEN_BRACKET && this.#base === 0) {
      this.#base = 1;
      this.#depth = 1;
      return false;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      this.#start();
      return true;
    }
    if (code === CLOSE_BRACKET && this.#base > 0) {
      this.#leaveList();
      return false;
    }
    if (this.#skipping === 'nothing') this.#problem('there is something that is no JSON object');
    this.#skipping = this.#base === 0 ? 'line' : 'element';
    return false;
  }

  #start(): void {
    this.#skipping = 'nothing';
    this.#open = { line: this.#line, parts: [], length: 0, discarded: false };
    this.#depth = this.#base + 1;
  }

  /** `{` in the first column after a complete value: the line before was cut off. */
  #startsAnew(): boolean {
    return this.#atLineStart && ![COMMA, COLON, OPEN_BRACKET].includes(this.#last);
  }

  /** True when the bracket opens the list of records inside the object that was begun. */
  #opensList(): boolean {
    if (this.#base !== 0 || this.#depth !== 1 || this.#open === undefined) return false;
    if (!OPENS_LIST.test(this.#open.parts.join('').slice(-64))) return false;
    this.#open = undefined;
    this.#base = 2;
    this.#depth = 2;
    return true;
  }

  #leaveList(): void {
    this.#skipping = 'nothing';
    const wrapped = this.#base === 2;
    this.#base = 0;
    this.#depth = wrapped ? 1 : 0;
    // What follows the records in their object is of no interest.
    if (wrapped) this.#open = { line: this.#line, parts: [], length: 0, discarded: true };
  }

  #keep(chunk: string, from: number, to: number): void {
    const open = this.#open;
    if (open === undefined || open.discarded || to <= from) return;
    open.length += to - from;
    if (open.length <= this.#longest) {
      open.parts.push(chunk.slice(from, to));
      return;
    }
    open.discarded = true;
    open.parts.length = 0;
    this.#problem(`a record is longer than ${String(this.#longest)} characters and was left out`, open.line);
  }

  #finish(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || open.discarded) return;
    const value = parse(open.parts.join(''));
    if (value === undefined) {
      this.#salvage(open);
      // What is left of the line belongs to what was broken.
      if (this.#base === 0) this.#skipping = 'line';
    }
    if (value !== undefined) this.#pieces.push({ kind: 'value', value, line: open.line });
  }

  /** Gives up on the value that is open, and goes on with the next line. */
  #breakOff(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#inText = false;
    this.#escaped = false;
    this.#depth = this.#base;
    if (open !== undefined && !open.discarded) this.#salvage(open);
  }

  /** A line that was cut off has swallowed the lines behind it: those that are whole are read all the same. */
  #salvage(open: OpenValue): void {
    let complained = false;
    for (const [index, text] of open.parts.join('').split('\n').entries()) {
      const value = text.startsWith('{') ? parse(text) : undefined;
      const line = open.line + index;
      if (value !== undefined) this.#pieces.push({ kind: 'value', value, line });
      else if (!complained || text.startsWith('{')) {
        this.#problem('is broken JSON', line);
        complained = true;
      }
    }
  }

  #countLine(): void {
    this.#line += 1;
    this.#atLineStart = true;
    this.#skipping = 'nothing';
  }

  #problem(reason: string, line = this.#line): void {
    this.#pieces.push({ kind: 'problem', reason, line });
  }

  #take(): readonly LogPiece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
