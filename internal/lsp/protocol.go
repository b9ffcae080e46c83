package lsp

import "encoding/json"

// The part of the Language Server Protocol 3.17 that the server speaks, by the
// names of its specification.

type place struct {
	Line      int `json:"line"`      // from 0
	Character int `json:"character"` // from 0, in units of the negotiated encoding
}

type span struct {
	Start place `json:"start"`
	End   place `json:"end"`
}

type location struct {
	URI   string `json:"uri"`
	Range span   `json:"range"`
}

type initializeParams struct {
	RootURI          *string           `json:"rootUri"`
	WorkspaceFolders []workspaceFolder `json:"workspaceFolders"`
	Options          json.RawMessage   `json:"initializationOptions"` // of any shape; see options
	Capabilities     struct {
		General struct {
			PositionEncodings []string `json:"positionEncodings"`
		} `json:"general"`
		TextDocument struct {
			Diagnostic *struct{} `json:"diagnostic"`
		} `json:"textDocument"`
		Workspace struct {
			Diagnostics           refreshable `json:"diagnostics"`
			CodeLens              refreshable `json:"codeLens"`
			DidChangeWatchedFiles struct {
				DynamicRegistration bool `json:"dynamicRegistration"`
			} `json:"didChangeWatchedFiles"`
		} `json:"workspace"`
		Window struct {
			WorkDoneProgress bool `json:"workDoneProgress"`
		} `json:"window"`
	} `json:"capabilities"`
}

// options are what initializationOptions may hold.
type options struct {
	// WorkspaceDiagnostics says whether the client wants to hear of files that
	// are not open; nil is yes.
	WorkspaceDiagnostics *bool `json:"workspaceDiagnostics"`
}

type refreshable struct {
	RefreshSupport bool `json:"refreshSupport"`
}

type workspaceFolder struct {
	URI string `json:"uri"`
}

type initializeResult struct {
	Capabilities capabilities `json:"capabilities"`
	ServerInfo   serverInfo   `json:"serverInfo"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type capabilities struct {
	PositionEncoding   string             `json:"positionEncoding"`
	TextDocumentSync   syncOptions        `json:"textDocumentSync"`
	DiagnosticProvider diagnosticOptions  `json:"diagnosticProvider"`
	CodeActionProvider codeActionOptions  `json:"codeActionProvider"`
	HoverProvider      bool               `json:"hoverProvider"`
	CodeLensProvider   *struct{}          `json:"codeLensProvider,omitempty"`
	ExecuteCommand     executeOptions     `json:"executeCommandProvider"`
	Workspace          workspaceSupported `json:"workspace"`
}

type syncOptions struct {
	OpenClose bool     `json:"openClose"`
	Change    int      `json:"change"` // 2: incremental
	Save      struct{} `json:"save"`
}

type diagnosticOptions struct {
	Identifier            string `json:"identifier"`
	InterFileDependencies bool   `json:"interFileDependencies"`
	WorkspaceDiagnostics  bool   `json:"workspaceDiagnostics"`
}

type codeActionOptions struct {
	CodeActionKinds []string `json:"codeActionKinds"`
}

type executeOptions struct {
	Commands []string `json:"commands"`
	Progress bool     `json:"workDoneProgress"`
}

type workspaceSupported struct {
	WorkspaceFolders struct {
		Supported           bool `json:"supported"`
		ChangeNotifications bool `json:"changeNotifications"`
	} `json:"workspaceFolders"`
}

type textDocument struct {
	URI      string `json:"uri"`
	Language string `json:"languageId"`
	Version  int    `json:"version"`
	Text     string `json:"text"`
}

type didOpenParams struct {
	TextDocument textDocument `json:"textDocument"`
}

type didChangeParams struct {
	TextDocument   textDocument `json:"textDocument"`
	ContentChanges []struct {
		Range *span  `json:"range"` // nil: the whole text
		Text  string `json:"text"`
	} `json:"contentChanges"`
}

// documentParams are those of didClose, didSave and textDocument/diagnostic.
type documentParams struct {
	TextDocument     textDocument `json:"textDocument"`
	PreviousResultID string       `json:"previousResultId"`
}

type didChangeFoldersParams struct {
	Event struct {
		Added   []workspaceFolder `json:"added"`
		Removed []workspaceFolder `json:"removed"`
	} `json:"event"`
}

type hoverParams struct {
	TextDocument textDocument `json:"textDocument"`
	Position     place        `json:"position"`
}

type hoverResult struct {
	Contents markup `json:"contents"`
	Range    span   `json:"range"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type publishParams struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type diagnosticReport struct {
	Kind     string       `json:"kind"` // "full" or "unchanged"
	ResultID string       `json:"resultId"`
	Items    []diagnostic `json:"items,omitempty"`
}

// fullReport has its items even when there are none.
type fullReport struct {
	Kind     string       `json:"kind"`
	ResultID string       `json:"resultId"`
	Items    []diagnostic `json:"items"`
}

type diagnostic struct {
	Range           span             `json:"range"`
	Severity        int              `json:"severity"`
	Code            string           `json:"code,omitempty"`
	CodeDescription *codeDescription `json:"codeDescription,omitempty"`
	Source          string           `json:"source"`
	Message         string           `json:"message"`
	Related         []relatedInfo    `json:"relatedInformation,omitempty"`
}

type workspaceDiagnosticParams struct {
	PreviousResultIDs []struct {
		URI   string `json:"uri"`
		Value string `json:"value"`
	} `json:"previousResultIds"`
	PartialResultToken json.RawMessage `json:"partialResultToken"`
}

type workspaceReport struct {
	Items []any `json:"items"` // workspaceFull or workspaceUnchanged
}

type workspaceFull struct {
	fullReport
	URI     string `json:"uri"`
	Version *int   `json:"version"` // null for a file that is not open
}

type workspaceUnchanged struct {
	diagnosticReport
	URI     string `json:"uri"`
	Version *int   `json:"version"`
}

type codeDescription struct {
	Href string `json:"href"`
}

type relatedInfo struct {
	Location location `json:"location"`
	Message  string   `json:"message"`
}

type codeActionParams struct {
	TextDocument textDocument `json:"textDocument"`
	Range        span         `json:"range"`
	Context      struct {
		Only []string `json:"only"`
	} `json:"context"`
}

type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
	Command     *command       `json:"command,omitempty"`
}

type workspaceEdit struct {
	Changes map[string][]textEdit `json:"changes"`
}

type textEdit struct {
	Range   span   `json:"range"`
	NewText string `json:"newText"`
}

type command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

type codeLens struct {
	Range   span     `json:"range"`
	Command *command `json:"command"`
}

type executeParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
	Token     json.RawMessage   `json:"workDoneToken"` // nil if the client shows no progress of its own
}

type progressParams struct {
	Token json.RawMessage `json:"token"`
	Value any             `json:"value"`
}

type progressBegin struct {
	Kind        string `json:"kind"` // "begin"
	Title       string `json:"title"`
	Cancellable bool   `json:"cancellable"`
	Percentage  int    `json:"percentage"`
}

type progressReport struct {
	Kind       string `json:"kind"` // "report"
	Message    string `json:"message"`
	Percentage int    `json:"percentage"`
}

type progressEnd struct {
	Kind    string `json:"kind"` // "end"
	Message string `json:"message,omitempty"`
}

type watchedFilesParams struct {
	Changes []struct {
		URI string `json:"uri"`
	} `json:"changes"`
}

type registrationParams struct {
	Registrations []registration `json:"registrations"`
}

type registration struct {
	ID      string `json:"id"`
	Method  string `json:"method"`
	Options any    `json:"registerOptions"`
}

type watchOptions struct {
	Watchers []watcher `json:"watchers"`
}

type watcher struct {
	Glob string `json:"globPattern"`
}

type showMessageParams struct {
	Type    int    `json:"type"` // 1 error, 2 warning, 3 info
	Message string `json:"message"`
}

type cancelParams struct {
	ID json.RawMessage `json:"id"`
}

// Error codes of the protocol.
const (
	codeRequestCancelled  = -32800
	codeContentModified   = -32801
	codeServerNotReady    = -32002
	codeMethodNotFound    = -32601
	codeInvalidParams     = -32602
	codeRequestFailed     = -32803
	codeInvalidRequest    = -32600
	codeInternalError     = -32603
	severityOffset        = 5 // LSP's error is 1, its hint 4
	kindQuickFix          = "quickfix"
	kindFixAll            = "source.fixAll.asynclint"
	commandMeasure        = "asynclint.measure"
	commandExplain        = "asynclint.explain"
	encodingUTF8          = "utf-8"
	encodingUTF16         = "utf-16"
	documentationNotFound = "there is no documentation of it"
)
