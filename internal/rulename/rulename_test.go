package rulename

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"cpubound", "busywait", "workerleak", "pools"}
	for word, want := range map[string]string{
		"cpubond": "cpubound", "CpuBound": "cpubound", "cpu-bound": "cpubound", "worker-leak": "workerleak",
		"pool": "pools", "bsuywait": "busywait", "no-await-in-loop": "", "": "", "x": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestSet(t *testing.T) {
	s := NewSet([]Rule{{"cpubound", []string{"blocking"}, false}, {"busywait", []string{"blocking"}, true}, {"cpubound", []string{"blocking"}, false}})
	if got := s.Expand("blocking"); !slices.Equal(got, []string{"busywait", "cpubound"}) {
		t.Errorf("group: %v", got)
	}
	if got := s.Expand("cpubound"); !slices.Equal(got, []string{"cpubound"}) {
		t.Errorf("rule: %v", got)
	}
	if got := s.Expand("nothing"); got != nil {
		t.Errorf("unknown: %v", got)
	}
	if got := s.Names(); !slices.Equal(got, []string{"blocking", "busywait", "cpubound"}) {
		t.Errorf("names: %v", got)
	}
	if got := s.Unknown("cpubond").Error(); got != `unknown rule "cpubond"; did you mean "cpubound"?` {
		t.Error(got)
	}
	if s.OptIn("cpubound") || !s.OptIn("busywait") {
		t.Error("opt-in")
	}
	var none *Set
	if none.Expand("x") != nil || none.Names() != nil || none.IsGroup("x") {
		t.Error("the nil set knows a name")
	}
}
