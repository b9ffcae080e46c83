package chanflow

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// A known is what an assignment says about a condition: failed = true makes the
// condition failed hold, kept = err makes kept == nil as true as err == nil is.
type known struct {
	key    string // the condition
	value  bool
	source string // when not "": the condition that has the same value
}

// knownAfter returns what the step n says about conditions on the variables that
// it sets. Only whole variables of functions are looked at.
func (in *Info) knownAfter(n ast.Node) []known {
	var list []known
	pair := func(lhs, rhs ast.Expr) {
		id, ok := ast.Unparen(lhs).(*ast.Ident)
		if !ok {
			return
		}
		v, ok := in.Object(id).(*types.Var)
		if !ok || v.IsField() {
			return
		}
		if k, ok := in.knownValue(v, rhs); ok {
			list = append(list, k)
		}
	}
	Within(n, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.AssignStmt:
			if len(m.Lhs) == len(m.Rhs) && (m.Tok == token.ASSIGN || m.Tok == token.DEFINE) {
				for i := range m.Lhs {
					pair(m.Lhs[i], m.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, id := range m.Names {
				if len(m.Values) == 0 {
					pair(id, nil)
				} else if len(m.Values) == len(m.Names) {
					pair(id, m.Values[i])
				}
			}
		}
	})
	return list
}

// knownValue returns what v = x says; x is nil for the zero value.
func (in *Info) knownValue(v *types.Var, x ast.Expr) (known, bool) {
	isBool := types.Identical(v.Type().Underlying(), types.Typ[types.Bool])
	if x == nil {
		if isBool {
			return known{key: boolKey(v)}, true
		}
		return known{key: nilKey(v), value: true}, types.IsInterface(v.Type())
	}
	x = ast.Unparen(x)
	if isBool {
		if id, ok := x.(*ast.Ident); ok && (id.Name == "true" || id.Name == "false") {
			return known{key: boolKey(v), value: id.Name == "true"}, true
		}
		return known{}, false
	}
	if in.IsNil(x) {
		return known{key: nilKey(v), value: true}, true
	}
	switch e := x.(type) {
	case *ast.Ident:
		if from, ok := in.Object(e).(*types.Var); ok && !from.IsField() && from.Parent() != in.pass.Pkg.Scope() {
			return known{key: nilKey(v), source: nilKey(from)}, true
		}
	case *ast.CallExpr:
		switch in.CalleeName(e) {
		case "errors.New", "fmt.Errorf":
			return known{key: nilKey(v)}, true
		}
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return known{key: nilKey(v)}, true
		}
	}
	return known{}, false
}

func at(v *types.Var) string { return "@" + strconv.Itoa(int(v.Pos())) }

// boolKey and nilKey are the keys that conditionOf gives to v and v == nil.
func boolKey(v *types.Var) string { return v.Name() + at(v) }
func nilKey(v *types.Var) string  { return v.Name() + " == nil" + at(v) }

// lookup returns the value of the condition key, when c has it.
func (c Conditions) lookup(key string) (value, ok bool) {
	for _, k := range strings.Split(string(c), "\n") {
		if name, truth, found := strings.Cut(k, "\t"); found && name == key {
			return truth == "true", true
		}
	}
	return false, false
}

// with returns c and one more condition, which it does not have.
func (c Conditions) with(key string, value bool) Conditions {
	entry := key + "\t" + strconv.FormatBool(value)
	if c == "" {
		return Conditions(entry)
	}
	list := append(strings.Split(string(c), "\n"), entry)
	slices.Sort(list)
	return Conditions(strings.Join(list, "\n"))
}
