// Package rulename knows which names of rules and groups exist, and which one
// somebody meant who wrote another. Comments, config files and flags all take
// names through it, so that they accept the same ones and say the same about
// the others.
package rulename

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is a rule's name with the groups that it belongs to.
type Rule struct {
	Name   string
	Groups []string
	OptIn  bool // off unless somebody names the rule itself
}

// Set is an immutable set of rules. The nil set knows no name.
type Set struct {
	names  []string // rules and groups, sorted
	rules  map[string][]string
	groups map[string][]string // rules of a group, sorted
	optIn  map[string]bool
}

// NewSet makes a set; a rule listed twice, once for each language, is one.
func NewSet(rules []Rule) *Set {
	s := &Set{rules: map[string][]string{}, groups: map[string][]string{}, optIn: map[string]bool{}}
	for _, r := range rules {
		s.rules[r.Name] = append(s.rules[r.Name], r.Groups...)
		s.optIn[r.Name] = r.OptIn
		for _, g := range r.Groups {
			if !slices.Contains(s.groups[g], r.Name) {
				s.groups[g] = append(s.groups[g], r.Name)
			}
		}
	}
	for name := range s.rules {
		s.names = append(s.names, name)
	}
	for name, members := range s.groups {
		slices.Sort(members)
		s.names = append(s.names, name)
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s
}

// Names lists all rules and groups, sorted.
func (s *Set) Names() []string {
	if s == nil {
		return nil
	}
	return s.names
}

// IsGroup reports whether a name is that of a group.
func (s *Set) IsGroup(name string) bool { return s != nil && s.groups[name] != nil }

// Expand returns the rules that a name stands for: itself, or those of a group.
// It is empty for an unknown name.
func (s *Set) Expand(name string) []string {
	if s == nil {
		return nil
	}
	if _, ok := s.rules[name]; ok {
		return []string{name}
	}
	return s.groups[name]
}

// OptIn reports whether a rule is off unless somebody names it.
func (s *Set) OptIn(rule string) bool { return s != nil && s.optIn[rule] }

// Groups lists the groups of a rule.
func (s *Set) Groups(rule string) []string {
	if s == nil {
		return nil
	}
	return s.rules[rule]
}

// Unknown is the error about a name that Expand does not know.
func (s *Set) Unknown(name string) error {
	if near := Nearest(name, s.Names()); near != "" {
		return fmt.Errorf("unknown rule %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("unknown rule %q; `asynclint rules` lists all", name)
}

// Nearest returns the known word that is most like the given one, or "" if none
// is like it: at most a third of the letters may differ. Case does not count.
func Nearest(word string, known []string) string {
	best, bestDistance := "", 0
	w := strings.ToLower(word)
	if len(w) > 100 {
		return ""
	}
	for _, k := range known {
		d := distance(w, strings.ToLower(k))
		if limit := max(len(w), len(k)) / 3; d <= max(limit, 1) && (best == "" || d < bestDistance) {
			best, bestDistance = k, d
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
