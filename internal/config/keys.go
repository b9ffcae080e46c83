package config

import (
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/tailscale/hujson"

	"github.com/asynclint/asynclint/internal/finding"
)

// SuppressionRule is the name under which broken and unused suppressions are
// reported; configs may set its level although no analyzer has it.
const SuppressionRule = "suppression"

// key is one setting: how it is read, and how the schema describes it.
type key struct {
	name   string
	schema func(s *schemaMaker) map[string]any
	read   func(r *reader, v hujson.Value)
}

// keys are all settings of a config, in the order of the documentation. A
// function, since extending reads keys again.
func keys() []key {
	return []key{
		{"$schema", func(s *schemaMaker) map[string]any {
			return object("type", "string", "description", "Where the schema of this file is, for editors.")
		}, func(r *reader, v hujson.Value) { r.text(v) }},
		{"extends", func(s *schemaMaker) map[string]any {
			return object("description", "Configs to build on, by path or package name; later ones win.",
				"oneOf", []any{object("type", "string"), object("type", "array", "items", object("type", "string"))})
		}, readExtends},
		{"rules", func(s *schemaMaker) map[string]any { return s.rules() }, func(r *reader, v hujson.Value) {
			r.config.layers = append(r.config.layers, layer{rules: r.rules(v)})
		}},
		{"ignore", func(s *schemaMaker) map[string]any {
			return object("description", "Globs of files and folders to leave out, relative to this file. Those of .gitignore are left out anyway.",
				"type", "array", "items", object("type", "string"))
		}, func(r *reader, v hujson.Value) { r.config.ignore = append(r.config.ignore, r.globs(v)...) }},
		{"cores", func(s *schemaMaker) map[string]any {
			return object("description", "Processor cores of the machine that the code will run on.",
				"oneOf", []any{object("const", "unknown"), object("type", "integer", "minimum", 1)}, "default", "unknown")
		}, func(r *reader, v hujson.Value) {
			if s, ok := stringOf(v); ok && s == "unknown" {
				r.config.Cores = 0
				return
			}
			r.config.Cores = r.positive(v, `"unknown" or a whole number from 1`)
		}},
		{"inputSize", func(s *schemaMaker) map[string]any {
			return object("description", "How many items a collection of unknown size may hold.", "type", "integer", "minimum", 1, "default", 10000)
		}, func(r *reader, v hujson.Value) { r.config.InputSize = r.positive(v, "a whole number from 1") }},
		{"measure", func(s *schemaMaker) map[string]any { return measureSchema() }, readMeasure},
		{"overrides", func(s *schemaMaker) map[string]any {
			return object("description", "Rules for some files only; later ones win.", "type", "array", "items", object(
				"type", "object", "additionalProperties", false, "required", []any{"files", "rules"},
				"properties", object("files", object("type", "array", "minItems", 1, "items", object("type", "string")), "rules", s.rules())))
		}, readOverrides},
	}
}

func readExtends(r *reader, v hujson.Value) {
	list := []hujson.Value{v}
	if a, ok := v.Value.(*hujson.Array); ok {
		list = a.Elements
	}
	for _, item := range list {
		spec, ok := r.text(item)
		if !ok {
			continue
		}
		if err := r.extend(spec); err != nil {
			r.fail(item, "extends %q: %v", spec, err)
		}
	}
}

func readMeasure(r *reader, v hujson.Value) {
	r.object(v, []key{
		{name: "mode", read: func(r *reader, v hujson.Value) { r.config.Measure.Mode = r.oneOf(v, measureModes) }},
		{name: "engine", read: func(r *reader, v hujson.Value) { r.config.Measure.Engine = r.oneOf(v, engines) }},
		{name: "budget", read: func(r *reader, v hujson.Value) {
			s, ok := r.text(v)
			if !ok {
				return
			}
			d, err := time.ParseDuration(s)
			if err != nil || d <= 0 {
				r.fail(v, `%q is no duration; write "10s" or "500ms"`, s)
				return
			}
			r.config.Measure.Budget = d
		}},
	})
}

var (
	measureModes = []string{"auto", "off", "require"}
	engines      = []string{"goja", "node"}
)

func measureSchema() map[string]any {
	enum := func(values []string, d string) map[string]any {
		return object("enum", anys(values), "default", d)
	}
	return object("description", "Whether and how flagged code is run.", "type", "object", "additionalProperties", false, "properties", object(
		"mode", enum(measureModes, "auto"), "engine", enum(engines, "goja"),
		"budget", object("description", `Time for all measuring of a run, as "10s" or "500ms".`, "type", "string", "pattern", `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`, "default", "10s")))
}

func readOverrides(r *reader, v hujson.Value) {
	a, ok := v.Value.(*hujson.Array)
	if !ok {
		r.fail(v, "expected a list of objects with \"files\" and \"rules\", not %s", kindOf(v))
		return
	}
	for _, item := range a.Elements {
		var l layer
		r.object(item, []key{
			{name: "files", read: func(r *reader, v hujson.Value) { l.files = r.globs(v) }},
			{name: "rules", read: func(r *reader, v hujson.Value) { l.rules = r.rules(v) }},
		})
		if len(l.files) == 0 {
			r.fail(item, `an override needs "files", a list of globs`)
			continue
		}
		r.overrides = append(r.overrides, l)
	}
}

// rules reads an object of rule or group to level.
func (r *reader) rules(v hujson.Value) []entry {
	var out []entry
	r.members(v, func(name string, nameAt, value hujson.Value) {
		if name != SuppressionRule && r.names != nil && r.names.Expand(name) == nil {
			r.fail(nameAt, "%v", r.names.Unknown(name))
			return
		}
		e := entry{name: name, at: r.place(nameAt)}
		given := true
		if _, ok := value.Value.(*hujson.Object); ok {
			given = false
			r.object(value, []key{
				{name: "level", read: func(r *reader, v hujson.Value) { e.level, given = r.level(v), true }},
			})
		} else {
			e.level = r.level(value)
		}
		if !given {
			r.fail(value, `%q needs a "level"`, name)
		}
		out = append(out, e)
	})
	return out
}

// level reads a severity; after an error the config is not used.
func (r *reader) level(v hujson.Value) finding.Severity {
	level, _ := finding.ParseSeverity(r.oneOf(v, finding.Severities()))
	return level
}

func (r *reader) globs(v hujson.Value) []pattern {
	a, ok := v.Value.(*hujson.Array)
	if !ok {
		r.fail(v, "expected a list of globs, not %s", kindOf(v))
		return nil
	}
	var out []pattern
	for _, item := range a.Elements {
		s, ok := r.text(item)
		switch {
		case !ok:
		case strings.TrimSpace(s) == "":
			r.fail(item, "an empty glob matches nothing")
		case strings.HasPrefix(s, "!"):
			r.fail(item, "%q: globs cannot be negated; narrow the others instead", s)
		case !doublestar.ValidatePattern(s):
			r.fail(item, "%q is no valid glob", s)
		default:
			out = append(out, newPattern(r.dir, s, r.place(item)))
		}
	}
	return out
}
