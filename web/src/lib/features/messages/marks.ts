import { Lexer, Tokenizer, type Token, type Tokens } from 'marked';

/** Light Markdown as plain data: what can be drawn, and nothing else. */
export type Inline = { kind: 'text'; text: string } | { kind: 'code'; text: string } | { kind: 'strong' | 'em' | 'del'; of: Inline[] };
export type Block =
  | { kind: 'words'; of: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; of: Block[] }
  /** `start`: the first number; null: not numbered. */
  | { kind: 'list'; start: number | null; items: Block[][] };

/** A text of more signs than this is a drawing, or made to be slow. */
const MOST_SIGNS = 400;
const DEEPEST = 6;
const SIGNS = /[*_~`>]/g;
const WORD = /[\p{L}\p{N}]/u;
const MEANT = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Co}]/u;
/** Before what a mark may begin: nothing, a space, an opening bracket or quote, another mark. */
const BEFORE = /^$|[\s([{"'«“‘¿¡*_~-]$/u;

/** The rules that are wanted; every other leaves the text as it was written. */
class Light extends Tokenizer {
  override emStrong(source: string, masked: string, before = ''): Tokens.Em | Tokens.Strong | undefined {
    return BEFORE.test(before) ? meant(source, super.emStrong(source, masked, before)) : undefined;
  }
  override del(source: string, masked: string, before = ''): Tokens.Del | undefined {
    return source.startsWith('~~') || BEFORE.test(before) ? meant(source, super.del(source, masked, before)) : undefined;
  }
  override blockquote(source: string): Tokens.Blockquote | undefined {
    return source.startsWith('> ') ? this.#within(() => super.blockquote(source)) : undefined;
  }
  override list(source: string): Tokens.List | undefined {
    const list = this.#within(() => super.list(source));
    // One line that begins so is an aside, or a date.
    return list && list.items.length > 1 ? list : undefined;
  }
  /** What stands in each other without end would be read without end. */
  #within<T>(read: () => T | undefined): T | undefined {
    if (this.#depth > DEEPEST) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
  #depth = 0;
}
const nothing = (): undefined => undefined;
for (const rule of ['code', 'heading', 'hr', 'html', 'def', 'table', 'lheading', 'escape', 'tag', 'link', 'reflink', 'br', 'autolink', 'url'] as const) {
  Object.defineProperty(Light.prototype, rule, { value: nothing });
}

/** A mark that ends within a word, or holds no word, was not meant as one. */
function meant<T extends { raw: string; text: string }>(source: string, token: T | undefined): T | undefined {
  if (token === undefined || !MEANT.test(token.text)) return undefined;
  return WORD.test(source.slice(token.raw.length, token.raw.length + 1)) ? undefined : token;
}

export function treeOf(text: string): Block[] {
  const asWritten: Block[] = [{ kind: 'words', of: [{ kind: 'text', text }] }];
  if ((text.match(SIGNS)?.length ?? 0) > MOST_SIGNS) return asWritten;
  const lexer = new Lexer({ tokenizer: new Light(), gfm: true, breaks: false, pedantic: false });
  const blocks = blocksOf(lexer.lex(text));
  return blocks.some(({ kind }) => kind !== 'words') || blocks.some((block) => block.kind === 'words' && block.of.some(({ kind }) => kind !== 'text'))
    ? blocks
    : asWritten;
}

function blocksOf(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token, place): Block[] => {
    const last = place === tokens.length - 1;
    switch (token.type) {
      case 'code':
        return [{ kind: 'code', text: (token as Tokens.Code).text }];
      case 'blockquote':
        return [{ kind: 'quote', of: blocksOf((token as Tokens.Blockquote).tokens) }];
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        return [{ kind: 'list', start: ordered ? Number(start) : null, items: items.map((item) => blocksOf(item.tokens)) }];
      }
      case 'space':
        return between(tokens[place - 1]) && between(tokens[place + 1]) ? [words(token.raw)] : [];
      default: {
        const { tokens: inner, raw } = token as Tokens.Paragraph;
        // A line's end before a block of its own would be an empty line more.
        const of = inner ? inlinesOf(inner, 0) : [{ kind: 'text' as const, text: raw }];
        const next = tokens[place + 1];
        return [{ kind: 'words', of }, ...(raw.endsWith('\n') && !last && between(next) ? [words('\n')] : [])];
      }
    }
  });
}

const between = (token: Token | undefined): boolean => token !== undefined && !['code', 'blockquote', 'list', 'space'].includes(token.type);

const words = (text: string): Block => ({ kind: 'words', of: [{ kind: 'text', text }] });

function inlinesOf(tokens: readonly Token[], depth: number): Inline[] {
  return tokens.map((token): Inline => {
    if (token.type === 'codespan') return { kind: 'code', text: (token as Tokens.Codespan).text };
    const kind = token.type;
    if ((kind === 'strong' || kind === 'em' || kind === 'del') && depth <= DEEPEST) {
      return { kind, of: inlinesOf((token as Tokens.Strong).tokens, depth + 1) };
    }
    return { kind: 'text', text: token.raw };
  });
}
