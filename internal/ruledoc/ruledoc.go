// Package ruledoc turns the package comments of rules into everything that
// people read about them: `asynclint explain`, docs/rules, the README's table,
// the help in SARIF and editors.
//
// A rule's doc.go is the one source. Its package comment reads
//
//	Package NAME reports …          one sentence: the summary
//	                                 paragraphs: why, how bad, how to mend it
//	# Wrong                          code that is reported
//	# Right                          the same, mended: silent
//	# When to ignore                 text
//
// A rule of both languages has a doc.go in each; they make one page.
package ruledoc

import (
	"fmt"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
)

// Doc is what one doc.go says.
type Doc struct {
	Name    string
	Lang    string   // "js" or "go"
	Summary string   // one sentence without its full stop, starting with a verb: "reports …"
	Why     []string // paragraphs, as Markdown
	Wrong   []string // code
	Right   []string
	Ignore  []string // paragraphs, as Markdown
}

// Parse reads a doc.go.
func Parse(filename string, src []byte) (Doc, error) {
	file, err := parser.ParseFile(token.NewFileSet(), filename, src, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return Doc{}, err
	}
	d := Doc{Name: file.Name.Name}
	if file.Doc == nil {
		return d, fmt.Errorf("%s: no package comment", filename)
	}
	var p comment.Parser
	content := p.Parse(file.Doc.Text()).Content
	section := ""
	for i, block := range content {
		switch b := block.(type) {
		case *comment.Heading:
			section = plain(b.Text)
		case *comment.Code:
			switch section {
			case "Wrong":
				d.Wrong = append(d.Wrong, b.Text)
			case "Right":
				d.Right = append(d.Right, b.Text)
			default:
				d.paragraph(section, "```\n"+b.Text+"```")
			}
		default:
			text := strings.TrimSpace(string((&comment.Printer{HeadingLevel: 3}).Markdown(&comment.Doc{Content: []comment.Block{b}})))
			if i == 0 {
				first := strings.Join(strings.Fields(text), " ")
				summary, rest, _ := strings.Cut(first, ". ")
				d.Summary = strings.TrimSuffix(strings.TrimPrefix(summary, "Package "+d.Name+" "), ".")
				if text = rest; text == "" {
					continue
				}
			}
			d.paragraph(section, text)
		}
	}
	return d, d.check(filename)
}

func (d *Doc) paragraph(section, text string) {
	switch section {
	case "When to ignore":
		d.Ignore = append(d.Ignore, text)
	default:
		d.Why = append(d.Why, text)
	}
}

// check says what a rule's prose lacks.
func (d *Doc) check(filename string) error {
	for what, ok := range map[string]bool{
		"a summary that starts with \"Package " + d.Name + " reports\"": strings.HasPrefix(d.Summary, "reports "),
		"a paragraph that says why":                                     len(d.Why) > 0,
		"code under \"# Wrong\"":                                        len(d.Wrong) > 0,
		"code under \"# Right\"":                                        len(d.Right) > 0,
		"\"# When to ignore\"":                                          len(d.Ignore) > 0,
	} {
		if !ok {
			return fmt.Errorf("%s: the package comment lacks %s", filename, what)
		}
	}
	return nil
}

func plain(text []comment.Text) string {
	var sb strings.Builder
	for _, t := range text {
		if p, ok := t.(comment.Plain); ok {
			sb.WriteString(string(p))
		}
	}
	return sb.String()
}

// Load reads every rule's doc.go of a file system that holds js/RULE/doc.go and
// golang/RULE/doc.go, by rule name; JS comes before Go.
func Load(fsys fs.FS) (map[string][]Doc, error) {
	docs := map[string][]Doc{}
	for _, dir := range []struct{ glob, lang string }{{"js/*/doc.go", "js"}, {"golang/*/doc.go", "go"}} {
		names, err := fs.Glob(fsys, dir.glob)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			src, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			d, err := Parse(name, src)
			if err != nil {
				return nil, err
			}
			d.Lang = dir.lang
			docs[d.Name] = append(docs[d.Name], d)
		}
	}
	return docs, nil
}
