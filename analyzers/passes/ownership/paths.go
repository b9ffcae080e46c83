package ownership

import "github.com/asynclint/asynclint/jsparse"

// skippingReturns finds the returns between the creation of a worker and its
// release, in the function that does both:
//
//	const w = new Worker(url)
//	if (!input) return null   // here
//	const out = await ask(w, input)
//	w.terminate()
//
// A release in a nested function, such as a message handler, may run at any
// time, so then every path counts as releasing. Exceptions are not looked at.
func skippingReturns(value jsparse.Cursor, h holder, releases []jsparse.Cursor) []jsparse.Cursor {
	fn := value.Func()
	if !fn.Ok() || h.sym == jsparse.NoSym || h.decl.Func() != fn {
		return nil
	}
	for _, r := range releases {
		if r.Func() != fn {
			return nil
		}
	}
	p := pathFinder{releases: releases, sym: h.sym}
	stmt := statement(value)
	// The statements after the creation, then those after each block around it.
	for s := stmt; s.Ok() && s != fn.Body(); s = s.Parent() {
		if s.Kind().IsLoop() || finallyReleases(s, releases) {
			return nil
		}
		for next := s.NextSibling(); next.Ok(); next = next.NextSibling() {
			if next.Edge() != s.Edge() {
				break
			}
			if p.walk(next) {
				return p.skips
			}
		}
	}
	return nil // nothing releases on the way that was walked
}

// statement returns the innermost statement around a node.
func statement(n jsparse.Cursor) jsparse.Cursor {
	for n.Ok() && !n.Kind().IsStmt() {
		n = n.Parent()
	}
	return n
}

func finallyReleases(s jsparse.Cursor, releases []jsparse.Cursor) bool {
	if s.Kind() == jsparse.Block && s.Parent().Kind() == jsparse.Try {
		s = s.Parent()
	}
	if s.Kind() != jsparse.Try {
		return false
	}
	return holdsAny(s.Child(jsparse.EdgeFinalizer), releases)
}

func holdsAny(n jsparse.Cursor, list []jsparse.Cursor) bool {
	for _, r := range list {
		if n.Contains(r) {
			return true
		}
	}
	return false
}

type pathFinder struct {
	releases []jsparse.Cursor
	sym      jsparse.Sym
	skips    []jsparse.Cursor // returns on paths without a release
}

// walk follows a statement's paths. It reports whether none goes on without a
// release; a return that has not released is noted.
func (p *pathFinder) walk(s jsparse.Cursor) bool {
	switch s.Kind() {
	case jsparse.Return:
		if !holdsAny(s, p.releases) && !p.mentions(s) {
			p.skips = append(p.skips, s)
		}
		return true
	case jsparse.Throw:
		return true
	case jsparse.Block:
		for c := range s.Children() {
			if p.walk(c) {
				return true
			}
		}
		return false
	case jsparse.If:
		if p.mentions(s.Child(jsparse.EdgeTest)) {
			return holdsAny(s, p.releases)
		}
		then := p.walk(s.Child(jsparse.EdgeThen))
		els := s.Child(jsparse.EdgeElse)
		return els.Ok() && p.walk(els) && then
	case jsparse.Try:
		if holdsAny(s.Child(jsparse.EdgeFinalizer), p.releases) {
			return true
		}
		return p.walk(s.Child(jsparse.EdgeBody))
	}
	return holdsAny(s, p.releases)
}

// mentions reports whether a node uses the worker's variable.
func (p *pathFinder) mentions(n jsparse.Cursor) bool {
	for u := range n.Preorder(jsparse.Ident) {
		if u.Sym() == p.sym {
			return true
		}
	}
	return false
}
