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
	n.flags = append(permissionFlags(n.Version), "--no-warnings", "--max-old-space-size=1024")
	return n, nil
})

// permissionFlags turn node's permission model on where the version has it: as an
// experiment from 20, without from 22.13 and 23.5. No right is asked for, so files,
// child processes, workers and native addons are refused; from 25 the network is
// too.
func permissionFlags(version string) []string {
	parts := strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)
	if len(parts) < 2 {
		return nil
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	switch {
	case err1 != nil || err2 != nil || major < 20:
		return nil
	case major > 23, major == 23 && minor >= 5, major == 22 && minor >= 13:
		return []string{"--permission"}
	}
	return []string{"--experimental-permission"}
}

// FindNode returns the node in PATH.
func FindNode() (*Node, error) { return findNode() }

// NodeSample is one size's longest slice in node.
type NodeSample struct {
	N         int     `json:"n"`
	MS        float64 `json:"ms"`
	OK        bool    `json:"ok"` // the function returned, or its promise was fulfilled
	Stubs     int     `json:"stubs"`
	Forwarded int     `json:"forwarded"`
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
