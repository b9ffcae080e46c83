package cli

import (
	"errors"
	"time"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/lsp"
	"github.com/asynclint/asynclint/internal/ruledoc"
)

// goDelay is how long the language server waits for the next keystroke in a Go
// file, whose package must be checked anew: longer than between the letters of a
// word. JS/TS is linted at once.
const goDelay = 250 * time.Millisecond

// lsp serves an editor on standard input and output.
func (a *app) lsp(args []string) (int, error) {
	f := a.flags("asynclint lsp", "", "Serve the language server protocol on standard input and output.")
	f.Bool("stdio", true, "the only transport; editors pass it")
	measure := f.Bool("measure", true, "run what is flagged when a file is opened or saved")
	if err := errors.Join(parse(f, args), noArgs(f)); err != nil {
		return ExitTrouble, err
	}
	err := lsp.Serve(a.ctx, a.In, a.Out, lsp.Options{
		Version: Version, Names: a.names(), Explain: a.explanation, Parses: parses, GoDelay: goDelay, Measure: *measure,
		Open: func(dir string, loose bool) lsp.Project { return driver.NewWorkspace(dir, a.names(), loose) },
		Lint: a.run,
	})
	if err != nil {
		return ExitFindings, nil // as the protocol wants it: 1 for an exit without shutdown
	}
	return ExitClean, nil
}

// explanation is a rule's documentation, "" for an unknown one.
func (a *app) explanation(rule string) string {
	docs, err := ruledoc.Load(analyzers.Docs)
	if err != nil {
		return ""
	}
	for _, r := range a.rules() {
		if r.Name == rule {
			return ruledoc.Explain(docRule(r), docs[rule])
		}
	}
	return ""
}
