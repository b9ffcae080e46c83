package cli

import "errors"

// lsp serves an editor on standard input and output.
func (a *app) lsp(args []string) (int, error) {
	f := a.flags("asynclint lsp", "", "Serve the language server protocol on standard input and output.")
	f.Bool("stdio", true, "the only transport; editors pass it")
	if err := errors.Join(parse(f, args), noArgs(f)); err != nil {
		return ExitTrouble, err
	}
	return ExitTrouble, errors.New("the language server is not part of this build")
}
