package messages_test

import (
	"fmt"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/jsparse"
)

var channelNames = map[messages.Channel]string{
	messages.Unknown: "unknown", messages.ToWorker: "worker", messages.ToNode: "thread", messages.ToOwner: "owner", messages.ToParent: "parent",
	messages.Port: "port", messages.Broadcast: "broadcast", messages.Window: "window", messages.Clone: "clone", messages.Mark: "mark",
}

// told reports each message with its channel, its parts with what is known of
// them, and its transfer list.
var told = &jsanalysis.Analyzer{
	Name:     "told",
	Requires: []*jsanalysis.Analyzer{messages.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		m := messages.Of(p)
		for call := range p.File.Root().Preorder(jsparse.Call) {
			post, ok := m.Post(call)
			if !ok {
				continue
			}
			text := channelNames[post.Channel]
			if post.Carrier.Ok() {
				text += " carried"
			}
			for _, x := range post.Parts() {
				text += fmt.Sprintf(", %s is %s", x.Text(), m.ValueOf(x).Type)
			}
			if post.List.Ok() {
				text += ", list " + post.List.Text()
			}
			p.Reportf(call, "%s", text)
		}
		return nil, nil
	},
}

func TestMessages(t *testing.T) { jsanalysistest.Run(t, "testdata", told) }
