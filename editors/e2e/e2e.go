// Package e2e tries the language server with real editors: Debian's neovim and
// emacs with eglot, without a screen, and VS Code's protocol library as a
// client; and it makes VS Code's extension package.
//
// Each test sets its editor up with the very snippet that docs/editors gives to
// users, opens files of testdata/tour, waits for findings, and applies code
// actions as a user would. What a test needs and the machine lacks is installed
// if CI=true or ASYNCLINT_E2E=install, through apt-get and npm. Otherwise, or if
// that fails, the test is skipped and says what is missing.
package e2e
