// Evaluates the texts of `depends` and `when`, read from the manifest: a second opinion on what the executor computes
// from the conditions that the manifest was printed from. It shares no code with either.

const TOKEN = /\s*(\(|\)|&&|\|\||==|'[^']*'|[a-z][-a-z0-9]*\.[A-Z][a-z]+)/y;

/** Whether the text holds; `holds` answers for `task.Succeeded` and the like. */
export function evaluateText(
  text: string,
  holds: (task: string, word: string) => boolean,
): boolean {
  const tokens = tokenize(text);
  const value = readAny(tokens, holds);
  if (tokens.length > 0) throw new Error(`"${tokens[0]}" is too much in ${text}`);
  return value;
}

/** The tasks that a text mentions. */
export function mentioned(text: string): string[] {
  return tokenize(text).flatMap((token) =>
    /^[a-z]/.test(token) ? [token.split(".")[0] ?? ""] : [],
  );
}

type Holds = (task: string, word: string) => boolean;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`cannot read ${text.slice(at)}`);
    tokens.push(token);
  }
  return tokens;
}

function readAny(tokens: string[], holds: Holds): boolean {
  let value = readAll(tokens, holds);
  while (tokens[0] === "||") {
    tokens.shift();
    // Both sides are read: what stands behind must be consumed too.
    const right = readAll(tokens, holds);
    value = value || right;
  }
  return value;
}

function readAll(tokens: string[], holds: Holds): boolean {
  let value = readOne(tokens, holds);
  while (tokens[0] === "&&") {
    tokens.shift();
    const right = readOne(tokens, holds);
    value = value && right;
  }
  return value;
}

function readOne(tokens: string[], holds: Holds): boolean {
  const token = tokens.shift() ?? "";
  if (token === "(") {
    const value = readAny(tokens, holds);
    expect(tokens, ")");
    return value;
  }
  if (token.startsWith("'")) {
    expect(tokens, "==");
    return token === tokens.shift();
  }
  const [task = "", word = ""] = token.split(".");
  return holds(task, word);
}

function expect(tokens: string[], wanted: string): void {
  const token = tokens.shift();
  if (token !== wanted) throw new Error(`"${token}" stands where "${wanted}" should`);
}
