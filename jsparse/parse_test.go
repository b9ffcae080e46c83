package jsparse

import (
	"strings"
	"testing"
)

func parseOne(t *testing.T, name, src string) *File {
	t.Helper()
	fs, err := Parse(nil, name, src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return fs[0]
}

// dump writes the tree as nested kinds with their text.
func dump(c Cursor) string {
	var sb strings.Builder
	var walk func(c Cursor, depth int)
	walk = func(c Cursor, depth int) {
		sb.WriteString(strings.Repeat("  ", depth) + c.Kind().String() + " " + strings.ReplaceAll(c.Text(), "\n", "\\n"))
		if c.Has(FlagSynthetic) {
			sb.WriteString(" SYNTH")
		}
		sb.WriteString("\n")
		for s := range c.Children() {
			walk(s, depth+1)
		}
	}
	walk(c, 0)
	return sb.String()
}

func TestScratch(t *testing.T) {
	debugPanics = true
	f := parseOne(t, "a.ts", `import fs, {readFile as rf} from "node:fs"
"x"
export async function f<T>(a: number[], {b, c = 2, ...r}: Foo = {}): Promise<void> {
  const x = ((a as any).foo!)[1] + (2 * (3 + 4));
  for (let i = 0; i < a.length; i++) { await g(i, (x), ...a) }
  for await (const y of z) if ((y)) { return } else throw new (foo())("a" as string)
  do { a?.b?.(c)++ } while ((a, b))
  label: switch (x) { case (1): break label; default: foo(`+"`a${1}b`"+`) }
  try { (await f)() } catch ({message}) {} finally {}
  return (x) as unknown as Foo
}
class A extends (B) { static #p = 1; private w: Worker; constructor(private q: Worker, readonly z = 3) { super() } get x() { return this.#p } async *[Symbol.iterator]() {} static { foo() } }
enum E { A = 1, B }
namespace N { export function inner() { return 1 } }
const t = async (a) => ({...a, b() {}, c: 1, d}), u = x => x, w = [, 1,] as const
if (a) b; else if (c) d
`)
	t.Log(dump(f.Root()))
	f = parseOne(t, "a.jsx", `const a = <Foo bar="x" baz={(1)} qux {...p}>hi {x} <b.c/> </Foo>; //c
function g() { return <></> }`)
	t.Log(dump(f.Root()))
}
