package config

import (
	"bytes"
	"encoding/json"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

// SchemaURL is where the published schema is found.
const SchemaURL = "https://raw.githubusercontent.com/asynclint/asynclint/main/docs/schema/config.json"

// Schema is the JSON schema of a config, for editors. describe gives a rule's
// one-line summary; it may be nil.
func Schema(names *rulename.Set, describe func(rule string) string) []byte {
	s := &schemaMaker{names: names, describe: describe}
	properties := map[string]any{}
	for _, k := range keys() {
		properties[k.name] = k.schema(s)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(object(
		"$schema", "http://json-schema.org/draft-07/schema#",
		"$id", SchemaURL,
		"title", "asynclint.json",
		"type", "object",
		"additionalProperties", false,
		"allowTrailingCommas", true,
		"definitions", object("level", object("enum", anys(finding.Severities())), "rule", object("oneOf", []any{
			object("$ref", "#/definitions/level"),
			object("type", "object", "additionalProperties", false, "required", []any{"level"}, "properties", object(
				"level", object("$ref", "#/definitions/level"))),
		})),
		"properties", properties,
	))
	if err != nil {
		panic("config: the schema cannot be encoded: " + err.Error()) // it holds maps, lists and texts only
	}
	return out.Bytes()
}

type schemaMaker struct {
	names    *rulename.Set
	describe func(string) string
}

func (s *schemaMaker) rules() map[string]any {
	properties := map[string]any{}
	for _, name := range append([]string{SuppressionRule}, s.names.Names()...) {
		p := object("$ref", "#/definitions/rule")
		switch {
		case s.names.IsGroup(name) && s.names.Groups(name) == nil:
			p["description"] = "All rules of the group " + name + "."
		case name == SuppressionRule:
			p["description"] = "Suppressions that are broken or that nothing needs."
		case s.describe != nil:
			p["description"] = s.describe(name)
		}
		properties[name] = p
	}
	return object("description", "Levels by rule or group.", "type", "object", "additionalProperties", false, "properties", properties)
}

// object makes a map of names and values in turn.
func object(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
