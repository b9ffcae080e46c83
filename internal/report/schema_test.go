package report

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const schemaFile = "../../docs/schema/report.json"

// What --format json writes is what the shipped schema says.
func TestJSONSchema(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]*Input{"full": input(t), "empty": {}} {
		var doc any
		if err := json.Unmarshal([]byte(write(t, "json", in)), &doc); err != nil {
			t.Fatal(err)
		}
		for _, problem := range violations(schema, schema, doc, "$") {
			t.Errorf("%s: %s", name, problem)
		}
	}
	// The check can fail.
	for _, broken := range []string{
		`{}`, `{"version": 1, "findings": [], "errors": [], "summary": {}}`,
		strings.Replace(write(t, "json", input(t)), `"severity": "warning"`, `"severity": "bad"`, 1),
		strings.Replace(write(t, "json", input(t)), `"offset"`, `"byte"`, 1),
	} {
		var doc any
		if err := json.Unmarshal([]byte(broken), &doc); err != nil {
			t.Fatal(err)
		}
		if len(violations(schema, schema, doc, "$")) == 0 {
			t.Errorf("the schema accepts %.80s", broken)
		}
	}
}

// violations checks a value against the part of JSON Schema that ours uses.
func violations(root, schema map[string]any, v any, at string) (out []string) {
	for k := range schema {
		if !slices.Contains([]string{"$schema", "$id", "title", "description", "definitions", "$ref", "type", "enum", "minimum", "required", "properties", "additionalProperties", "items", "pattern"}, k) {
			return []string{"the test does not know the keyword " + k}
		}
	}
	if ref, ok := schema["$ref"].(string); ok {
		defs := root["definitions"].(map[string]any)
		return violations(root, defs[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any), v, at)
	}
	bad := func(format string, args ...any) { out = append(out, at+": "+fmt.Sprintf(format, args...)) }
	if want, ok := schema["type"].(string); ok && !hasType(want, v) {
		bad("%v is no %s", v, want)
		return out
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, v) {
		bad("%v is not one of %v", v, enum)
	}
	if p, ok := schema["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(v.(string)) {
		bad("%v does not match %s", v, p)
	}
	if low, ok := schema["minimum"].(float64); ok && v.(float64) < low {
		bad("%v is below %v", v, low)
	}
	if list, ok := v.([]any); ok {
		for i, item := range list {
			out = append(out, violations(root, schema["items"].(map[string]any), item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	obj, ok := v.(map[string]any)
	if !ok {
		return out
	}
	if req, ok := schema["required"].([]any); ok {
		for _, name := range req {
			if _, ok := obj[name.(string)]; !ok {
				bad("%s is missing", name)
			}
		}
	}
	props, _ := schema["properties"].(map[string]any)
	for name, value := range obj {
		p, known := props[name].(map[string]any)
		switch more := schema["additionalProperties"]; {
		case known:
			out = append(out, violations(root, p, value, at+"."+name)...)
		case more == false:
			bad("unknown property %s", name)
		default:
			if m, ok := more.(map[string]any); ok {
				out = append(out, violations(root, m, value, at+"."+name)...)
			}
		}
	}
	return out
}

func hasType(want string, v any) bool {
	switch x := v.(type) {
	case map[string]any:
		return want == "object"
	case []any:
		return want == "array"
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || want == "integer" && x == float64(int64(x))
	}
	return false
}
