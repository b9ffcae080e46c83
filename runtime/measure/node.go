package measure

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/asynclint/asynclint/runtime/host"
	"github.com/asynclint/asynclint/runtime/snippet"
)

//go:embed node.js
var nodeScript string

// Node is a node found on this machine.
type Node struct {
	Path    string
	Version string // as "v20.20.2"
	flags   []string
}

var findNode = sync.OnceValues(func() (*Node, error) {
	path, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("no node in PATH")
	}
	text, err := exec.Command(path, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("asking node for its version: %w", err)
	}
	n := &Node{Path: path, Version: strings.TrimSpace(string(text))}
	major, _ := strconv.Atoi(strings.SplitN(strings.TrimPrefix(n.Version, "v"), ".", 2)[0])
	switch {
	case major >= 24:
		n.flags = []string{"--permission"}
	case major >= 20:
		n.flags = []string{"--experimental-permission"}
	}
	n.flags = append(n.flags, "--no-warnings", "--max-old-space-size=1024")
	return n, nil
})

// FindNode returns the node in PATH.
func FindNode() (*Node, error) { return findNode() }

// NodeSample is one size's longest slice in node.
type NodeSample struct {
	N  int     `json:"n"`
	MS float64 `json:"ms"`
}

// Time runs a program in a node process of its own, at the sizes in order, with
// the inputs that a goja run found. The first size pays for a cold engine. Node's
// permission model keeps files, processes and workers away where the version has
// it; the network is only hidden.
func (n *Node) Time(ctx context.Context, p *snippet.Program, o *Outcome, sizes []int, deadline time.Duration) ([]NodeSample, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	job, err := json.Marshal(map[string]any{
		"host": host.Script, "inputs": inputsScript, "program": p.Describe(), "shapes": o.Shapes, "code": p.Code,
		"sizes": sizes, "dim": o.Dim, "lenient": o.Lenient, "variant": o.Variant,
	})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, n.Path, append(append([]string{}, n.flags...), "-")...)
	cmd.Env = []string{"NODE_OPTIONS=", "PATH="}
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = 200 * time.Millisecond
	cmd.Stdin = strings.NewReader("const __asynclint_job = " + string(job) + ";\n" + nodeScript)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, errDeadline
		}
		return nil, fmt.Errorf("running node: %w: %s", err, clip(errOut.String()))
	}
	var answer struct {
		Samples []NodeSample `json:"samples"`
		Error   string       `json:"error"`
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		return nil, fmt.Errorf("reading node's answer: %w", err)
	}
	if len(answer.Samples) == 0 {
		return nil, fmt.Errorf("node ran nothing: %s", answer.Error)
	}
	return answer.Samples, nil
}
