package oracle

import "slices"

// release writes a release, and reports whether there is anything to release.
func (g *gen) release() bool {
	if v := g.find(list); v != nil && g.IntN(2) == 0 {
		g.put("for _, x := range %s {", v.name)
		g.block(func() { g.put("x.Close()") })
		g.put("}")
		return true
	}
	v := g.find(resource, owner, boxed)
	if v == nil {
		return false
	}
	g.end(v)
	if v.kind == owner || g.IntN(2) == 0 {
		g.put("%s.Close()", v.name)
		return true
	}
	switch g.IntN(15) {
	case 0:
		g.put("_ = %s.Close()", v.name)
	case 1:
		name := g.name("err")
		g.put("if %s := %s.Close(); %[1]s != nil {", name, v.name)
		g.block(g.fail)
		g.put("}")
	case 2:
		g.put("closeIt(%s)", v.name)
	case 3:
		g.put("_ = closeErr(%s)", v.name)
	case 4:
		g.put("if %s != nil {", v.name)
		g.block(func() { g.put("%s.Close()", v.name) })
		g.put("}")
	case 5:
		g.put("func() { %s.Close() }()", v.name)
	case 6:
		name := g.name("f")
		g.put("%s := %s.Close", name, v.name)
		g.put("%s()", name)
	case 7:
		g.put("run(func() { %s.Close() })", v.name)
	case 8:
		g.put("closeAt(&%s)", v.name)
	case 9:
		g.put("closeRec(%s, %d)", v.name, g.IntN(3))
	case 10:
		g.put("closeAll(%s)", v.name)
	case 11:
		g.put("if o := some(%s); o.ok {", v.name)
		g.block(func() { g.put("o.v.Close()") })
		g.put("}")
	case 12:
		name := g.name("c")
		g.put("var %s io.Closer = %s", name, v.name)
		g.put("%s.Close()", name)
	case 13:
		g.put("switch x := any(%s).(type) {", v.name)
		g.put("case *res.R:")
		g.block(func() { g.put("x.Close()") })
		g.put("}")
	default:
		g.features(v, "may release")
		g.put("maybeClose(%s, %d)", v.name, g.point())
	}
	return true
}

// end notes that v is released or handed over.
func (g *gen) end(v *variable) {
	v.ended = true
	g.releases(v)
}

// releases notes what may excuse the release of v, as far as it stands here: that it is in
// a deferred literal, perhaps only under a condition, or in one that others may run.
func (g *gen) releases(v *variable) {
	if g.given && slices.Contains(g.vars[:g.literal], v) {
		g.features(v, "may release")
	}
	if g.inDefer > 0 && (g.depth > g.inDefer || g.guards) {
		g.features(v, "deferred if")
	}
}

// deferred writes a deferred release.
func (g *gen) deferred() bool {
	if v := g.find(list); v != nil && g.IntN(2) == 0 {
		g.fn.Defers = append(g.fn.Defers, Defer{Line: g.line, of: v})
		g.put("defer func() {")
		g.block(func() {
			g.put("for _, x := range %s {", v.name)
			g.block(func() { g.put("x.Close()") })
			g.put("}")
		})
		g.put("}()")
		return true
	}
	v := g.find(resource, owner, boxed)
	if v == nil {
		return false
	}
	g.deferredOf(v)
	return true
}

// deferredOf writes a deferred release of v.
func (g *gen) deferredOf(v *variable) {
	g.end(v)
	g.fn.Defers = append(g.fn.Defers, Defer{Line: g.line, of: v})
	if g.loops > 0 {
		g.features(v, "deferred in loop")
	}
	forms := []string{"defer %s.Close()", "defer %s.Close()", "defer func() { %s.Close() }()", "defer func() { _ = %s.Close() }()"}
	if v.kind != owner {
		forms = append(forms, "defer closeIt(%s)", "defer func() { if %[1]s != nil { %[1]s.Close() } }()", "defer closeNotNil(%s)",
			"defer closeAt(&%s)", "defer closeRec(%s, 1)", "defer closeAll(%s)")
	}
	if e := g.find(failure); e != nil && g.IntN(4) == 0 {
		g.features(v, "deferred if")
		forms = []string{"defer func() { if " + e.name + g.one(" == nil", " != nil") + " { %s.Close() } }()"}
	} else if f := g.find(boolean); f != nil && g.IntN(4) == 0 {
		g.features(v, "deferred if")
		forms = []string{"defer func() { if " + g.one("", "!") + f.name + " { %s.Close() } }()"}
	}
	g.put(g.one(forms...), v.name)
}

// handOver writes what gives a resource to another owner.
func (g *gen) handOver() bool {
	v := g.find(resource, boxed)
	if v == nil {
		return false
	}
	g.end(v)
	if l := g.find(list); l != nil && g.IntN(2) == 0 {
		l.sites = append(l.sites, v.sites...)
		g.features(v, "in a list")
		g.put("%s = append(%[1]s, %s)", l.name, v.name)
		return true
	}
	switch g.IntN(4) {
	case 0:
		g.put("keep(%s)", v.name)
	case 1:
		to := &variable{kind: resource, name: g.name("r"), sites: v.sites}
		to.decl = to.name
		g.put("%s := %s", to.name, v.name)
		g.declare(to)
	case 2:
		to := &variable{kind: boxed, decl: g.name("b"), sites: v.sites}
		to.name = to.decl + ".r"
		if v.kind == boxed {
			g.put("%s := %s", to.decl, v.decl)
		} else {
			g.put("%s := box{r: %s}", to.decl, v.name)
		}
		g.declare(to)
	default:
		to := g.find(resource)
		if to == nil || to == v {
			g.put("keep(%s)", v.name)
			return true
		}
		to.sites = append(to.sites, v.sites...)
		g.put("%s = %s", to.name, v.name)
	}
	return true
}

// closure writes statements in a literal, which is called in some way.
func (g *gen) closure() {
	loops, labels, returns, first := g.loops, g.labels, g.results, g.literal
	inDefer, guards, given := g.inDefer, g.guards, g.given
	g.loops, g.labels, g.results, g.literal = 0, nil, literal, len(g.vars)
	defer func() {
		g.loops, g.labels, g.results, g.literal = loops, labels, returns, first
		g.inDefer, g.guards, g.given = inDefer, guards, given
	}()
	switch g.IntN(5) {
	case 0:
		g.has("deferred block")
		g.inDefer, g.guards = g.depth+1, false
		g.put("defer func() {")
		g.some()
		g.put("}()")
	case 1:
		g.given = true
		g.put("run(func() {")
		g.some()
		g.put("})")
	case 2:
		name := g.name("f")
		g.given = true
		g.put("%s := func() {", name)
		g.some()
		g.put("}")
		g.put("%s()", name)
	default:
		g.put("func() {")
		g.some()
		g.put("}()")
	}
}

// prologue writes what stands at the head of some functions: a recover, a list.
func (g *gen) prologue() {
	if g.IntN(6) == 0 {
		switch form := g.IntN(6); {
		case form == 0:
			g.put("defer func() { recover() }()")
		case form == 1:
			g.put("defer func() { if x := recover(); x != nil { panic(x) } }()")
		case form == 4:
			g.put("defer func() { if x := recover(); x != nil { if _, ok := x.(%s); !ok { panic(x) } } }()", g.one("string", "error", "code"))
		case form == 5:
			g.put("defer func() { switch x := recover().(type) { case nil: case %s: default: panic(x) } }()", g.one("string", "error", "code", "string, error"))
		case form == 2 && g.err():
			g.put("defer func() { if recover() != nil { err = res.Failed } }()")
		default:
			g.put("defer func() { if x := recover(); x != nil && res.If(%d) { panic(x) } }()", g.point())
		}
	}
	if g.IntN(8) == 0 {
		v := &variable{kind: list, name: g.name("all")}
		v.decl = v.name
		g.put("var %s []*res.R", v.name)
		g.declare(v)
	}
}
