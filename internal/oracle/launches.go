package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// A Launcher is a generated function that launches goroutines and, on some paths, waits
// for them.
type Launcher struct {
	ID, First int
	Source    string
	Points    []int
	Launches  []Launch
}

// A Launch is a go statement of a launcher.
type Launch struct{ Site, Line int }

// launchPrelude are the helpers of the generated launchers.
const launchPrelude = `package launches

import (
	"sync"

	"example.com/oracle/lau"
)

func finish(wg *sync.WaitGroup) { wg.Done() }

func wait(wg *sync.WaitGroup) { wg.Wait() }

func maybeWait(wg *sync.WaitGroup, point int) {
	if lau.If(point) {
		wg.Wait()
	}
}

func receive(done chan struct{}) { <-done }

func call(f func()) { f() }

func deferred(site int, wg *sync.WaitGroup) {
	defer wg.Done()
	lau.Step(site)
}

func idle() {
	if recover() != nil {
		lau.Step(0)
	}
}

func slow(site int) { lau.Step(site) }

func fill(done chan struct{}) { done <- struct{}{} }

func lower(n *int) { *n /= 2 }

func early(site int, wg *sync.WaitGroup) {
	wg.Done()
	lau.Step(site)
}

func closes(site int, done chan struct{}) {
	defer close(done)
	lau.Step(site)
}

func sends(site int, done chan struct{}) {
	lau.Step(site)
	done <- struct{}{}
}

`

// A launcherGen writes one launcher.
type launcherGen struct {
	*rand.Rand
	*Launcher
	next        func() int
	b           strings.Builder
	line, depth int
}

// generateLauncher writes the launcher of a number, of which the first line is line.
func generateLauncher(seed uint64, id, line int, next func() int) *Launcher {
	g := &launcherGen{Rand: rand.New(rand.NewPCG(seed, uint64(id))), next: next, line: line}
	g.Launcher = &Launcher{ID: id, First: line}
	g.put("func L%d() {", id)
	g.depth++
	g.leaves(6)
	for n := range 1 + g.IntN(2) {
		switch g.IntN(5) {
		case 0, 1:
			g.byGroup(n)
		case 2, 3:
			g.byChannel(n)
		default:
			g.byCount(n)
		}
	}
	g.depth--
	g.put("}")
	g.put("")
	g.Source = g.b.String()
	return g.Launcher
}

// put writes lines.
func (g *launcherGen) put(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		if line != "" {
			g.b.WriteString(strings.Repeat("\t", g.depth) + line)
		}
		g.b.WriteByte('\n')
		g.line++
	}
}

func (g *launcherGen) one(list ...string) string { return list[g.IntN(len(list))] }

// cond is a condition of a new point.
func (g *launcherGen) cond() string { return fmt.Sprintf("lau.If(%d)", g.point()) }

func (g *launcherGen) point() int {
	p := g.next()
	g.Points = append(g.Points, p)
	return p
}

// leaves writes, once in a while, a path on which the launcher leaves.
func (g *launcherGen) leaves(of int) {
	if g.IntN(of) == 0 {
		g.put("if %s {\n\treturn\n}", g.cond())
	}
}

// launch notes that the line to come is a go statement.
func (g *launcherGen) launch() int {
	site := g.next()
	g.Launches = append(g.Launches, Launch{site, g.line})
	return site
}

// step is a step of a launch.
func step(site int) string { return fmt.Sprintf("lau.Step(%d)", site) }

// body writes a literal that signals, by the statement given, at some time.
func (g *launcherGen) body(site int, signal string) {
	g.put("go func() {")
	g.depth++
	defer func() {
		g.depth--
		g.put("}()")
	}()
	s := step(site)
	// What is deferred first runs last.
	switch g.IntN(20) {
	case 0:
		g.put("defer %s", g.one(s, fmt.Sprintf("slow(%d)", site), "func() { "+s+" }()"))
	case 1:
		g.put("if %s {\n\tdefer %s\n}", g.cond(), s)
	case 2:
		g.put("defer idle()")
	}
	switch g.IntN(14) {
	case 0, 1, 2:
		g.put("defer %s", call(signal))
		g.put("%s", s)
		if g.IntN(2) == 0 {
			g.put("if %s {\n\treturn\n}\n%s", g.cond(), s)
		}
	case 3:
		g.put("%s\n%s", s, signal)
	case 4:
		g.put("%s\n%s\n%[1]s", s, signal)
	case 5:
		g.put("%s\nif %s {\n\treturn\n}\n%s", s, g.cond(), signal)
	case 6:
		g.put("if %s {\n\t%s\n\treturn\n}\n%s\n%[2]s", g.cond(), signal, s)
	case 7:
		g.put("defer func() { %s }()\n%s", signal, s)
	case 8:
		g.put("if %s {\n\tdefer %s\n}\n%s", g.cond(), call(signal), s)
	case 9:
		g.put("call(func() { %s })\n%s", signal, s)
	case 10:
		g.put("%s\nfunc() {\n\tif %s {\n\t\t%s\n\t}\n}()", s, g.cond(), signal)
	case 11:
		g.put("switch {\ncase %s:\n\t%s\n\t%s\ndefault:\n\t%[3]s\n\t%[2]s\n}", g.cond(), s, signal)
	case 12:
		g.put("defer func() {\n\t%s\n\t%s\n}()\n%[2]s", signal, s)
	default:
		g.put("%s\ndefer %s\n%[1]s", s, call(signal))
	}
}

// call is the statement as a call, to be deferred.
func call(signal string) string {
	if strings.HasSuffix(signal, ")") {
		return signal
	}
	return "func() { " + signal + " }()"
}

// byGroup writes launches that a WaitGroup counts.
func (g *launcherGen) byGroup(n int) {
	wg := fmt.Sprintf("wg%d", n)
	g.put("var %s sync.WaitGroup", wg)
	deferred := g.IntN(6) == 0
	if deferred {
		g.put(g.one("defer %s.Wait()", "defer wait(&%s)", "defer func() { %s.Wait() }()"), wg)
	}
	loop := g.IntN(3) == 0
	if loop {
		g.put("for range %s {", g.one("2", fmt.Sprintf("lau.N(%d)", g.point())))
		g.depth++
	}
	for range 1 + g.IntN(2) {
		g.put("%s.Add(1)", wg)
		switch g.IntN(8) {
		case 0:
			g.put("go deferred(%d, &%s)", g.launch(), wg)
		case 1:
			g.put("go early(%d, &%s)", g.launch(), wg)
		default:
			g.body(g.launch(), g.one(wg+".Done()", wg+".Done()", "finish(&"+wg+")"))
		}
	}
	if loop {
		if g.IntN(4) == 0 {
			g.put("if %s {\n\t%s\n}", g.cond(), g.one("break", "return", "continue"))
		}
		g.depth--
		g.put("}")
	}
	g.leaves(5)
	switch {
	case deferred:
	case g.IntN(6) == 0:
		all := fmt.Sprintf("all%d", n)
		g.put("%s := make(chan struct{})", all)
		site := g.launch()
		g.put("go func() {\n\t%s.Wait()\n\t%s\n\tclose(%s)\n}()", wg, step(site), all)
		g.join("<-"+all, all)
	default:
		g.join(g.one(wg+".Wait()", wg+".Wait()", "wait(&"+wg+")", fmt.Sprintf("maybeWait(&%s, %d)", wg, g.point())), "")
	}
}

// byChannel writes a launch that closes a channel, or sends on it.
func (g *launcherGen) byChannel(n int) {
	done := fmt.Sprintf("done%d", n)
	room := g.one("", "", ", 1", ", 2")
	g.put("%s := make(chan struct{}%s)", done, room)
	if room != "" && g.IntN(6) == 0 {
		g.put(g.one("%s <- struct{}{}", "fill(%s)"), done) // a receive may take it
	}
	deferred := g.IntN(6) == 0
	if deferred {
		g.put(g.one("defer func() { <-%s }()", "defer receive(%s)"), done)
	}
	closing := g.IntN(2) == 0
	launches := 1
	if !closing {
		launches += g.IntN(3) / 2
	}
	for range launches {
		switch {
		case g.IntN(6) == 0:
			g.put("go %s(%d, %s)", map[bool]string{true: "closes", false: "sends"}[closing], g.launch(), done)
		case closing:
			g.body(g.launch(), "close("+done+")")
		default:
			g.body(g.launch(), g.one(done+" <- struct{}{}", done+" <- struct{}{}", "select {\ncase "+done+" <- struct{}{}:\ndefault:\n}"))
		}
	}
	g.leaves(5)
	if !deferred {
		for range 1 + g.IntN(launches) {
			g.join(g.one("<-"+done, "<-"+done, "receive("+done+")"), done)
		}
	}
}

// byCount writes launches in a loop that send, and as many receives, or fewer.
func (g *launcherGen) byCount(n int) {
	done, list, count := fmt.Sprintf("done%d", n), fmt.Sprintf("list%d", n), fmt.Sprintf("n%d", n)
	g.put("%s := make(chan struct{}, 9)\n%s := lau.N(%d)", done, count, g.point())
	head, change := g.one("range "+count, "i := 0; i < "+count+"; i++"), g.one("%s /= 2", "lower(&%s)", "if %s > 0 {\n\t%[1]s--\n}")
	changed := count
	if g.IntN(2) == 0 {
		g.put("%s := make([]int, %s)", list, count)
		head, change = g.one("range "+list, "range len("+list+")"), g.one("%s = %[1]s[:len(%[1]s)/2]", "%s = nil", "func() { %s = nil }()")
		changed = list
	}
	for range 1 + g.IntN(8)/7 {
		g.put("for %s {", head)
		g.depth++
		g.body(g.launch(), done+" <- struct{}{}")
		g.depth--
		g.put("}")
	}
	if g.IntN(2) == 0 {
		g.put(change, changed)
	}
	g.put("for %s {\n\t<-%s\n}", head, done)
}

// join writes a wait, of which done is the channel, if it is one, on some paths or all.
func (g *launcherGen) join(wait, done string) {
	switch g.IntN(16) {
	case 0:
		g.put("if %s {\n\t%s\n}", g.cond(), wait)
	case 1:
		g.put("if %s {\n\t%s\n} else {\n\t%[2]s\n}", g.cond(), wait)
	case 2:
		g.put("for range lau.N(%d) {\n\t%s\n}", g.point(), wait)
	case 3:
		g.put("func() { %s }()", wait)
	case 4:
		g.put("call(func() { %s })", wait)
	case 5:
		g.put("switch {\ncase %s:\n\t%s\ncase %s:\n}", g.cond(), wait, g.cond())
	case 6:
		g.put("for {\n\tif %s {\n\t\tbreak\n\t}\n\t%s\n\tbreak\n}", g.cond(), wait)
	case 7:
		if done != "" {
			g.put("select {\ncase <-%s:\ncase <-lau.Other(%d):\n}", done, g.point())
		}
	case 8:
		if done != "" {
			g.put("select {\ncase <-%s:\ndefault:\n}", done)
		}
	case 9:
		if done != "" {
			g.put("for range %s {\n\tif %s {\n\t\tbreak\n\t}\n}", done, g.cond())
		}
	case 10:
		if done != "" {
			g.put("for range %s {\n}", done)
		}
	case 11:
		g.put("defer func() {\n\tif %s {\n\t\t%s\n\t}\n}()", g.cond(), wait)
	default:
		g.put("%s", wait)
	}
}

// A LaunchModule is a generated module of launchers.
type LaunchModule struct {
	Dir       string
	Launchers []*Launcher
	file      string
}

// WriteLaunchers generates n launchers into a module in dir.
func WriteLaunchers(dir string, seed uint64, n int) (*LaunchModule, error) {
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "module"))); err != nil {
		return nil, err
	}
	m := &LaunchModule{Dir: dir, file: filepath.Join(dir, "launches", "launches.go")}
	number := 0
	next := func() int { number++; return number }
	var b, cases strings.Builder
	b.WriteString(launchPrelude)
	line := 1 + strings.Count(launchPrelude, "\n")
	for id := range n {
		l := generateLauncher(seed, id, line, next)
		m.Launchers = append(m.Launchers, l)
		b.WriteString(l.Source)
		line += strings.Count(l.Source, "\n")
		var sites []int
		for _, launch := range l.Launches {
			sites = append(sites, launch.Site)
		}
		fmt.Fprintf(&cases, "\t\t{%d, %#v, %#v, L%[1]d},\n", id, l.Points, sites)
	}
	test := "package launches\n\nimport (\n\t\"testing\"\n\n\t\"example.com/oracle/lau\"\n)\n\nfunc TestLaunchers(t *testing.T) {\n\tlau.Main(t, []lau.Case{\n" + cases.String() + "\t})\n}\n"
	if err := os.MkdirAll(filepath.Dir(m.file), 0o777); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "launches", "launches_test.go"), []byte(test), 0o666); err != nil {
		return nil, err
	}
	return m, os.WriteFile(m.file, []byte(b.String()), 0o666)
}
