package oracle

import "fmt"

// condition is an expression for an if.
func (g *gen) condition() string {
	a := g.atom()
	switch g.IntN(8) {
	case 0:
		return a + " && " + g.atom()
	case 1:
		return a + " || " + g.atom()
	}
	return a
}

func (g *gen) atom() string {
	switch g.IntN(9) {
	case 8:
		if v := g.find(counter); v != nil {
			return v.name + g.one(" == 0", " != 0", " > 0", " == 1")
		}
	case 0, 1:
		if v := g.find(boolean); v != nil {
			return g.one("", "!") + v.name
		}
	case 2:
		if v := g.find(resource); v != nil {
			return v.name + g.one(" == nil", " != nil")
		}
	case 3:
		if v := g.find(failure); v != nil {
			return v.name + g.one(" == nil", " != nil")
		}
	case 4:
		if v := g.find(word); v != nil {
			return fmt.Sprintf("%s %s %q", v.name, g.one("==", "!="), g.one("a", "b"))
		}
	}
	return fmt.Sprintf("res.If(%d)", g.point())
}

// branch writes an if or a switch.
func (g *gen) branch() {
	if g.IntN(4) == 0 {
		g.choice()
		return
	}
	g.put("if %s {", g.condition())
	g.some()
	if g.IntN(2) == 0 {
		g.put("} else {")
		g.some()
	}
	g.put("}")
}

func (g *gen) choice() {
	loops := g.loops
	g.loops = 0 // a break would leave the switch
	defer func() { g.loops = loops }()
	if v := g.find(word); v != nil && g.IntN(2) == 0 {
		g.put("switch %s {", v.name)
		g.put("case %q:", "a")
		g.some()
		g.put("case %q:", "b")
		g.some()
		g.put("}")
		return
	}
	if g.IntN(2) == 0 {
		g.put("switch {")
		g.put("case %s:", g.condition())
		g.some()
		if g.IntN(3) == 0 {
			g.indented(func() { g.put("fallthrough") })
		}
		g.put("case %s:", g.condition())
		g.some()
	} else {
		g.put("switch res.N(%d) {", g.point())
		g.put("case 1:")
		g.some()
		g.put("case 2:")
		g.some()
	}
	if g.IntN(2) == 0 {
		g.put("default:")
		g.some()
	}
	g.put("}")
}

// loop writes one of the loops, each of which ends.
func (g *gen) loop() {
	label := ""
	if g.IntN(4) == 0 {
		label = g.name("L")
	}
	shape := g.IntN(10)
	if shape == 7 {
		label = ""
	}
	index := ""
	if shape == 0 {
		g.again()
		return
	}
	if label != "" {
		g.put("%s:", label)
	}
	switch shape {
	case 1:
		g.put("for range 2 {")
	case 2:
		index = g.name("i")
		g.put("for %s := 0; %[1]s < 2; %[1]s++ {", index)
	case 3:
		g.put("for range res.N(%d) {", g.point())
	case 4:
		g.put("for range res.Seq(%d) {", g.point())
	case 5:
		g.put("for {")
	case 8:
		index = g.name("i")
		g.put("for %s := range 2 {", index)
	case 9:
		index = g.name("i")
		g.put("for %s := range res.N(%d) {", index, g.point())
	default:
		g.put("for res.If(%d) {", g.point())
	}
	g.body(label, func() {
		if index != "" {
			g.declare(&variable{kind: counter, name: index, decl: index})
		}
		if shape == 5 {
			g.put("if !res.If(%d) {", g.point())
			g.block(func() { g.put("break") })
			g.put("}")
		}
		if label != "" {
			g.guarded(func() { g.put("%s %s", g.one("break", "continue"), label); g.returned = true })
		}
	})
	g.put("}")
}

// body writes the body of a loop.
func (g *gen) body(label string, first func()) {
	g.loops++
	if label != "" {
		g.labels = append(g.labels, label)
	}
	g.block(func() {
		first()
		g.statements(1 + g.IntN(3))
	})
	if label != "" {
		g.labels = g.labels[:len(g.labels)-1]
	}
	g.loops--
}

// again writes a loop by goto.
func (g *gen) again() {
	g.has("goto")
	label := g.name("again")
	loops, labels := g.loops, g.labels
	g.loops, g.labels = 0, nil
	g.put("%s:", label)
	g.put("{")
	g.some()
	g.put("}")
	g.put("if res.If(%d) {", g.point())
	g.block(func() { g.put("goto %s", label) })
	g.put("}")
	g.loops, g.labels = loops, labels
}
