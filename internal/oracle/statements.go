package oracle

// statements writes n statements, or fewer where one leaves the block.
func (g *gen) statements(n int) {
	for range n {
		if g.budget--; g.budget < 0 && g.depth > 1 {
			break
		}
		g.statement()
		if g.returned {
			return
		}
	}
}

// statement writes one, each kind with a weight.
func (g *gen) statement() {
	deep := g.depth > 4 || g.budget < 2
	for {
		switch n := g.IntN(40); {
		case n < 8:
			g.open()
			return
		case n < 13 && g.release():
			return
		case n < 18 && g.deferred():
			return
		case n < 20 && g.handOver():
			return
		case n < 24 && !deep:
			g.branch()
			return
		case n < 28 && !deep:
			g.loop()
			return
		case n < 30 && !deep:
			g.closure()
			return
		case n < 32:
			g.state()
			return
		case n < 33 && g.use():
			return
		case n < 34:
			g.guarded(func() { g.put("panic(%s)", g.one(`"p"`, `"p"`, "res.Failed", "code(1)")); g.returned = true })
			return
		case n < 36:
			g.guarded(g.leave)
			return
		case n < 37 && g.loops > 0:
			g.guarded(func() { g.put("%s", g.one("break", "continue")); g.returned = true })
			return
		case n < 38 && len(g.labels) > 0 && g.loops > 0:
			g.guarded(g.jump)
			return
		case n < 39:
			g.guarded(func() { g.put("runtime.Goexit()") })
			return
		}
	}
}

func (g *gen) jump() {
	g.put("%s %s", g.one("break", "continue"), g.labels[g.IntN(len(g.labels))])
	g.returned = true
}

// guarded writes a statement under a condition.
func (g *gen) guarded(f func()) {
	g.put("if %s {", g.condition())
	g.guards = true
	g.block(func() {
		if v := g.find(resource, owner, boxed); v != nil && g.IntN(3) == 0 {
			g.put("%s.Close()", v.name)
		} else {
			g.tidy(0)
		}
		f()
	})
	g.put("}")
}

// use reads from a resource.
func (g *gen) use() bool {
	v := g.find(resource)
	if v == nil {
		return false
	}
	if g.IntN(2) == 0 {
		g.put("use(%s)", v.name)
	} else {
		g.put("println0(%s.Name())", v.name)
	}
	return true
}

// state declares or changes what conditions read.
func (g *gen) state() {
	if v := g.find(boolean); v != nil && g.IntN(2) == 0 {
		g.put("%s = %s", v.name, g.one("true", "false"))
		return
	}
	if v := g.find(word); v != nil && g.IntN(2) == 0 {
		g.put("%s = %q", v.name, g.one("a", "b"))
		return
	}
	if g.IntN(4) == 0 {
		name := g.name("w")
		g.put("%s := %q", name, g.one("a", "b"))
		g.declare(&variable{kind: word, name: name, decl: name})
		return
	}
	if g.IntN(4) == 0 {
		g.put("err%d := res.Err(%d)", g.names+1, g.point())
		name := g.name("err")
		g.declare(&variable{kind: failure, name: name, decl: name})
		return
	}
	name := g.name("ok")
	if g.IntN(2) == 0 {
		g.put("%s := res.If(%d)", name, g.point())
	} else {
		g.put("%s := %s", name, g.one("true", "false"))
	}
	g.declare(&variable{kind: boolean, name: name, decl: name})
}
