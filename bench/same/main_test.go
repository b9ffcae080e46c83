package main

import "testing"

func TestFirstDifference(t *testing.T) {
	for _, c := range []struct {
		a, b, was, is string
		same          bool
	}{
		{"", "", "", "", true},
		{"x\ny\n", "x\ny\n", "", "", true},
		{"x\ny\n", "x\nz\n", "y", "z", false},
		{"x\n", "x\ny\n", "", "y", false},
		{"x\ny\n", "x\n", "y", "", false},
	} {
		if was, is, same := firstDifference([]byte(c.a), []byte(c.b)); same != c.same || string(was) != c.was || string(is) != c.is {
			t.Errorf("%q and %q: %q, %q, %v", c.a, c.b, was, is, same)
		}
	}
}
