// Command calibrate fits the weights that turn operation counts into V8's time
// and writes them to runtime/measure/weights.go. Run it in the repository's
// root, with node:
//
//	go run ./runtime/measure/calibrate
//
// It runs every kernel at several sizes, each size in node processes of its own
// (a first call), keeps what it saw in observations.json, fits on all kernels, and
// prints the error on kernels that were left out of the fit and on the functions
// of heldout.ts, which no fit sees.
//
// The fit itself is deterministic: with -refit it only reads observations.json,
// with -recount it counts anew, which needs no node and no quiet machine, with -add
// it observes only the functions that the file has nothing of; a test holds that
// the weights follow from that file. With -check nothing is written. Observing takes the fastest of several runs and, where other threads
// do not disturb it, processor time; a busy machine makes it slower, not wrong.
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/asynclint/asynclint/runtime/measure"
)

//go:embed kernels.ts
var kernels string

//go:embed heldout.ts
var heldOut string

// The files that the command writes, from the repository's root.
const (
	observationsFile = "runtime/measure/calibrate/observations.json"
	weightsFile      = "runtime/measure/weights.go"
)

func main() {
	check := flag.Bool("check", false, "write nothing")
	refit := flag.Bool("refit", false, "take the observations of the file instead of running node")
	again := flag.Bool("recount", false, "keep node's times of the file and count anew")
	add := flag.Bool("add", false, "keep the observations of the file and observe what it lacks")
	only := flag.String("only", "", "with -recount, -add: the functions whose name matches, though the file has them")
	all := flag.Bool("all", false, "print every observation")
	repeats := flag.Int("repeats", 5, "node processes per kernel and size; the fastest counts")
	flag.Parse()
	if err := calibrate(*check, *refit, *again, *add, *all, *repeats, *only); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

func calibrate(check, refit, again, add, all bool, repeats int, only string) error {
	var obs *observations
	var err error
	if refit || again || add {
		obs, err = readObservations(observationsFile)
		if err == nil && add {
			if only != "" {
				obs.Kernels, obs.HeldOut = forget(obs.Kernels, only), forget(obs.HeldOut, only)
			}
			err = addNode(obs, repeats)
		}
		if err == nil && again {
			if err = recount(obs.Kernels, matching(kernels, only)); err == nil {
				err = recount(obs.HeldOut, matching(heldOut, only))
			}
		}
	} else {
		obs, err = observeNode(repeats)
	}
	if err != nil {
		return err
	}
	if len(byKernel(obs.Kernels)) < 40 {
		return fmt.Errorf("only %d kernels ran; the fit needs 40", len(byKernel(obs.Kernels)))
	}
	result := fit(obs)
	result.print(os.Stdout, all)
	if check {
		return nil
	}
	if !refit {
		if err := writeObservations(observationsFile, obs); err != nil {
			return err
		}
	}
	text, err := weights(obs, result)
	if err != nil {
		return err
	}
	return os.WriteFile(weightsFile, text, 0o644)
}

func observeNode(repeats int) (*observations, error) {
	node, err := measure.FindNode()
	if err != nil {
		return nil, err
	}
	return &observations{
		Node:    node.Version,
		Date:    time.Now().UTC().Format(time.DateOnly),
		SpeedNS: measure.SpeedProbe(),
		Kernels: observeAll(node, kernels, repeats),
		HeldOut: observeAll(node, heldOut, repeats),
	}, nil
}

// addNode observes the functions that are new.
func addNode(obs *observations, repeats int) error {
	node, err := measure.FindNode()
	if err != nil {
		return err
	}
	if node.Version != obs.Node {
		return fmt.Errorf("the file's observations are of node %s, not %s", obs.Node, node.Version)
	}
	obs.Kernels = append(obs.Kernels, observeAll(node, without(kernels, obs.Kernels), repeats)...)
	obs.HeldOut = append(obs.HeldOut, observeAll(node, without(heldOut, obs.HeldOut), repeats)...)
	return nil
}

// matching leaves the functions whose name matches, all where only is "".
func matching(src, only string) string {
	if only == "" {
		return src
	}
	re := regexp.MustCompile(`^async function (` + only + `)\(`)
	var left []string
	for _, line := range strings.Split(src, "\n") {
		if re.MatchString(line) {
			left = append(left, line)
		}
	}
	return strings.Join(left, "\n")
}

// forget drops the observations of functions whose name matches.
func forget(list []observation, only string) []observation {
	re := regexp.MustCompile(`^(` + only + `)$`)
	return slices.DeleteFunc(list, func(o observation) bool { return re.MatchString(o.Kernel) })
}

// without leaves out the functions that were observed.
func without(src string, seen []observation) string {
	var left []string
	for _, line := range strings.Split(src, "\n") {
		known := slices.ContainsFunc(seen, func(o observation) bool { return strings.HasPrefix(line, "async function "+o.Kernel+"(") })
		if !known {
			left = append(left, line)
		}
	}
	return strings.Join(left, "\n")
}

func readObservations(path string) (*observations, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var obs observations
	if err := json.Unmarshal(text, &obs); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return &obs, nil
}

// writeObservations writes one observation to a line, for readable differences.
func writeObservations(path string, obs *observations) error {
	var b bytes.Buffer
	head, _ := json.Marshal(map[string]any{"Node": obs.Node, "Date": obs.Date, "SpeedNS": obs.SpeedNS})
	b.Write(head[:len(head)-1])
	for _, part := range []struct {
		name string
		list []observation
	}{{"Kernels", obs.Kernels}, {"HeldOut", obs.HeldOut}} {
		fmt.Fprintf(&b, ",\n%q: [\n", part.name)
		for i, o := range part.list {
			line, err := json.Marshal(o)
			if err != nil {
				return err
			}
			b.Write(line)
			if i < len(part.list)-1 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
		}
		b.WriteByte(']')
	}
	b.WriteString("}\n")
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// weights is the text of weights.go.
func weights(obs *observations, r *result) ([]byte, error) {
	var b bytes.Buffer
	m := r.model
	fmt.Fprintf(&b, "// Code generated by go run ./runtime/measure/calibrate; DO NOT EDIT.\n\npackage measure\n\n")
	fmt.Fprintf(&b, "// Current is the model in use: fitted on %s to node %s, %d kernels at %d sizes.\n", obs.Date, obs.Node, len(byKernel(obs.Kernels)), len(obs.Kernels))
	fmt.Fprintf(&b, "// On kernels left out of the fit it is %s.\n", r.left.text())
	fmt.Fprintf(&b, "// On %d functions that no fit saw, at %d sizes, it is %s.\n", len(byKernel(obs.HeldOut)), len(obs.HeldOut), r.heldOut.text())
	fmt.Fprintf(&b, "var Current = Model{\nOverheadMS: %.4g,\nWarmupMS: %.4g,\nWarmupRate: %.4g,\nWeights: Counts{\n", m.OverheadMS, m.WarmupMS, m.WarmupRate)
	for k, w := range m.Weights {
		fmt.Fprintf(&b, "%.4g, // %s\n", w, measure.ClassNames[k])
	}
	fmt.Fprintf(&b, "},\n}\n\n// ReferenceNS is SpeedProbe on the machine of the fit.\nconst ReferenceNS = %.0f\n", obs.SpeedNS)
	return format.Source(b.Bytes())
}
