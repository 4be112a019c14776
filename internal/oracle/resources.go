package oracle

import (
	"fmt"
	"slices"
)

// open writes an acquisition, and what is done about its error.
func (g *gen) open() {
	switch n := g.IntN(20); {
	case n == 0:
		g.put("%s", g.one("", "_, _ = ")+g.call(nil, false))
	case n == 1:
		if g.err() {
			g.put("_, err = %s", g.call(nil, false))
			return
		}
		g.put("_, _ = %s", g.call(nil, false))
	case n < 5:
		g.assigned()
	case n < 7:
		g.scoped()
	case n < 9:
		g.field()
	case n < 10:
		g.inClosure()
	default:
		g.declared()
	}
}

// call is the call of an opener, whose site goes to v.
func (g *gen) call(v *variable, owners bool) string {
	s := g.site(v)
	switch n := g.IntN(16); {
	case owners:
		s.Features["owner"] = true
		return fmt.Sprintf("newOwner(%d)", s.ID)
	case n == 0:
		return fmt.Sprintf("mk(%d)", s.ID)
	case n == 1:
		return fmt.Sprintf("mkChecked(%d, %d)", s.ID, g.point())
	case n == 2:
		s.Features["maybe nil"] = true
		if v == nil {
			s.Features["maybe nil, dropped"] = true
		}
		return fmt.Sprintf("mkMaybe(%d, %d)", s.ID, g.point())
	case n == 3:
		s.Features["named result"] = true
		return fmt.Sprintf("mkNamed(%d, %d)", s.ID, g.point())
	}
	return fmt.Sprintf("res.Open(%d)", s.ID)
}

// site is a new one, on this line, whose resource goes to v.
func (g *gen) site(v *variable) *Site {
	s := &Site{ID: g.next(), Func: g.fn.ID, Line: g.line, Features: map[Feature]bool{}}
	g.fn.Sites = append(g.fn.Sites, s)
	if v != nil {
		v.sites = append(v.sites, s.ID)
		for _, f := range v.feats {
			s.Features[f] = true
		}
		if slices.Contains(g.vars[:g.literal], v) {
			s.Features["captured"] = true
		}
	}
	return s
}

// err reports whether a variable of the name err is in scope,
func (g *gen) err() bool {
	for _, v := range g.vars {
		if v.name == "err" {
			return true
		}
	}
	return false
}

// own reports whether the innermost block declares a variable of the name.
func (g *gen) own(name string) bool {
	return slices.ContainsFunc(g.vars[g.scope:], func(v *variable) bool { return v.decl == name })
}

// declared opens into a variable that it declares.
func (g *gen) declared() {
	v := &variable{kind: resource, name: g.name("r")}
	if g.IntN(8) == 0 {
		v.kind = owner
	}
	v.decl = v.name
	errName := "_"
	if g.IntN(8) != 0 {
		errName = "err"
	}
	g.put("%s, %s := %s", v.name, errName, g.call(v, v.kind == owner))
	if errName == "err" && !g.own("err") {
		g.declare(&variable{kind: failure, name: "err", decl: "err", used: true})
	}
	g.declare(v)
	if errName == "err" {
		g.check(v, "err")
	}
	g.settle(v)
}

// check writes what is done about the error of an opener.
func (g *gen) check(v *variable, err string) {
	switch n := g.IntN(16); {
	case n < 9:
		g.put("if %s != nil {", err)
		g.block(g.failing(v))
		g.put("}")
	case n < 11:
		g.put("if %s == nil {", err)
		g.some()
		g.put("}")
	case n == 11:
		g.put("_ = %s", err)
		g.put("if %s == nil {", v.name)
		g.block(g.failing(v))
		g.put("}")
	case n == 12:
		g.put("if %s != nil {", err)
		g.block(func() { g.put("panic(%s)", err) })
		g.put("}")
	case n == 13:
		g.put("if %s != nil && %s {", err, g.atom())
		g.block(g.failing(v))
		g.put("}")
	case n == 14:
		g.put("if %s != nil || %s {", err, g.atom())
		g.block(g.failing(v))
		g.put("}")
	default:
		g.put("_ = %s", err)
	}
}

// assigned opens into a variable that is there already.
func (g *gen) assigned() {
	v := g.find(resource, boxed)
	if v == nil || g.IntN(3) == 0 {
		v = &variable{kind: resource, name: g.name("r")}
		v.decl = v.name
		g.put("var %s *res.R", v.name)
		g.declare(v)
		if g.IntN(2) == 0 && !g.own("err") {
			g.put("var err error")
			g.put("_ = err")
			g.declare(&variable{kind: failure, name: "err", decl: "err", used: true})
		}
		if g.IntN(3) == 0 {
			return
		}
	}
	if !g.err() {
		g.put("%s, _ = %s", v.name, g.call(v, false))
		v.ended = false
		return
	}
	v.ended = false
	if g.IntN(4) == 0 {
		g.overwritten(v)
		s := g.site(v)
		if v.kind == boxed {
			s.Features["field's address"] = true
		}
		g.put("err = openInto(&%s, %d)", v.name, s.ID)
	} else {
		g.put("%s, err = %s", v.name, g.call(v, false))
	}
	g.check(v, "err")
	g.settle(v)
}

// settle mostly says at once what becomes of v.
func (g *gen) settle(v *variable) {
	if g.careful && g.IntN(2) == 0 {
		g.deferredOf(v)
	}
}

// scoped opens in the head of an if or of a switch.
func (g *gen) scoped() {
	v := &variable{kind: resource, name: g.name("r"), used: true}
	v.decl = v.name
	e := &variable{kind: failure, name: "err", decl: "err", used: true}
	outer := g.scope
	g.scope = len(g.vars)
	defer func() { g.vars, g.scope = g.vars[:g.scope], outer }()
	switch g.IntN(3) {
	case 0:
		g.put("if %s, err := %s; err == nil {", v.name, g.call(v, false))
		g.declare(e)
		g.declare(v)
		g.block(func() { g.put("use(%s)", v.name); g.settle(v); g.statements(2) })
	case 1:
		g.put("if %s, err := %s; err != nil {", v.name, g.call(v, false))
		g.declare(e)
		g.declare(v)
		g.block(g.failing(v))
		g.put("} else {")
		g.block(func() { g.put("use(%s)", v.name); g.settle(v); g.statements(2) })
	default:
		loops := g.loops
		g.loops = 0
		g.put("switch %s, err := %s; {", v.name, g.call(v, false))
		g.declare(e)
		g.declare(v)
		g.put("case err != nil:")
		g.block(g.failing(v))
		g.put("default:")
		g.block(func() { g.put("use(%s)", v.name); g.settle(v); g.statements(2) })
		g.loops = loops
	}
	g.put("}")
}

// field opens into a field of a local struct.
func (g *gen) field() {
	name := g.name("b")
	v := &variable{kind: boxed, name: name + ".r", decl: name, used: true}
	g.put("%s", g.one("var "+name+" box", name+" := &box{}", name+" := box{}"))
	if !g.err() {
		g.put("%s, _ = %s", v.name, g.call(v, false))
		g.declare(v)
		return
	}
	g.put("%s, err = %s", v.name, g.call(v, false))
	g.declare(v)
	g.check(v, "err")
	g.settle(v)
}

// inClosure opens in a closure, into a variable of the function.
func (g *gen) inClosure() {
	v := &variable{kind: resource, name: g.name("r")}
	v.decl = v.name
	g.put("var %s *res.R", v.name)
	g.declare(v)
	if g.IntN(2) == 0 || !g.err() {
		g.put("%s(func() { %s, _ = %s })", g.one("run", "run", "runTwice"), v.name, g.call(v, false))
	} else {
		g.put("func() { %s, err = %s }()", v.name, g.call(v, false))
		g.check(v, "err")
	}
	g.features(v, "captured")
}

// overwritten notes that a callee is given the address of v, in which is what the sites so
// far have opened, or in a loop any.
func (g *gen) overwritten(v *variable) {
	before := v.feats
	g.features(v, "address given")
	if g.loops == 0 {
		v.feats = before
	}
}

// features says something of the sites of v, those to come included.
func (g *gen) features(v *variable, f Feature) {
	v.feats = append(v.feats, f)
	for _, s := range g.fn.Sites {
		if slices.Contains(v.sites, s.ID) {
			s.Features[f] = true
		}
	}
}
